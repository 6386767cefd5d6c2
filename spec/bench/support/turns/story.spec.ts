import { lastValueFrom, of } from 'rxjs';
import * as api from '../../../../lib/index.js';
import {
  checkShape,
  decodeEvent,
  list,
  messageWithPartsCheck,
  type OpencodeEvent,
} from '../../../../lib/wire/index.js';
import { stageTurns } from './stage.js';
import { beginningOf, bytesOf, endOf, pieces, sessionIDOf, storedAtEnd, storedOf, textOf, wordsOf } from './story.js';

const story = { sessionID: sessionIDOf(0), deltas: 20, parts: 3 };
const events: readonly OpencodeEvent[] = [
  ...beginningOf(story, 'msg_prompt'),
  ...wordsOf(story),
  ...endOf(story, 'msg_prompt'),
];

describe('the story of a benchmark', () => {
  it('is told in events that are all valid', () => {
    const frames = bytesOf(events).toString().split('\n\n').slice(0, -1);
    const decoded = frames.map(frame => decodeEvent(frame.slice('data: '.length)).event);
    expect(decoded).toMatchObject(events);
  });

  it('has deltas of the length that the real server gives them', () => {
    const [frame = ''] = bytesOf(wordsOf(story).slice(0, 1)).toString().split('\n\n');
    expect(frame.length).toBeGreaterThan(200);
    expect(frame.length).toBeLessThan(260);
  });

  it('is stored as it is told, and in shapes that are valid', async () => {
    const reply = await lastValueFrom(of(...events).pipe(api.toReply()));
    const { parts } = storedAtEnd(story, 'msg_prompt')[1]!;
    expect(reply.parts.map(({ id }) => id)).toEqual(parts.map(({ id }) => id));
    expect(reply.parts.at(-1)).toMatchObject({ content: textOf(story) });
    expect(parts.at(-1)).toMatchObject({ text: textOf(story) });
    for (const stored of [storedOf(story, 'msg_prompt'), storedAtEnd(story, 'msg_prompt')]) {
      expect(checkShape(list(messageWithPartsCheck), stored).error).toBeUndefined();
    }
  });

  it('is cut in pieces that are all of it', () => {
    const bytes = bytesOf(events);
    expect(Buffer.concat(pieces(bytes, 100))).toEqual(bytes);
  });

  it('is followed to its last delta, beside turns of other sessions', async () => {
    const { run, end } = await stageTurns(api, { sessions: 5, deltas: 50, parts: 4 });
    await expect(run()).resolves.toBe(50);
    end();
  });
});
