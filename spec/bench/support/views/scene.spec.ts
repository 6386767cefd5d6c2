import * as api from '../../../../lib/index.js';
import { decodeEvent } from '../../../../lib/wire/index.js';
import { bytesOf, delta, lengthOf, opening, sessionID, transcript, type Scene } from './scene.js';
import { stageViews } from './stage.js';

const scene: Scene = { sessions: 3, subscribers: 7, messages: 20, parts: 5 };

const framesOf = (pieces: readonly Uint8Array[]): readonly string[] =>
  Buffer.concat(pieces).toString().split('\n\n').slice(0, -1);

describe('the scene of a benchmark', () => {
  it('has as many messages and parts as it says', () => {
    const messages = transcript(sessionID(0), scene);
    expect(messages).toHaveLength(20);
    expect(messages.at(-1)?.parts).toHaveLength(5);
    expect(new Set(messages.flatMap(({ parts }) => parts.map(({ id }) => id))).size).toBe(10 + 9 * 2 + 5);
  });

  it('is told in events that are all valid, wherever their bytes are cut', () => {
    const events = [...opening(scene), ...Array.from({ length: 100 }, (_nothing, at) => delta(at))];
    for (const size of [1, 100, 16_384]) {
      const decoded = framesOf(bytesOf(events, size)).map(frame => decodeEvent(frame.slice('data: '.length)));
      expect(decoded.map(({ event }) => event)).toMatchObject(events);
    }
  });

  it('says a text that is as long as its deltas', () => {
    expect(lengthOf([delta(0), delta(10)])).toBe('word-0 word-10 '.length);
  });

  it('is seen to its end by those who watch it', async () => {
    const { run, end } = await stageViews(api, scene, 50);
    await expect(run()).resolves.toBe(50);
    end();
  });
});
