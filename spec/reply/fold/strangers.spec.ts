import { initialState, type FoldState } from '../../../lib/reply/fold/state.js';
import type { FoldEvent } from '../../../lib/reply/fold/event.js';
import { reduce } from '../../../lib/reply/fold/reduce.js';
import { answer, event, PROMPT, prompt, say, SESSION, text, tool } from '../../support/events.js';
import { inTurn, NOW, turn } from '../../support/fold.js';
import { AMPLE, isFuzz } from '../../support/fuzz.js';
import { heldBytes } from '../../support/heap.js';
import { inTime } from '../../support/in-time.js';

const MIB = 1 << 20;

/** How many there are of whatever the fold is not about. */
const MANY = isFuzz ? 1_000_000 : 50_000;

const scope = { sessionID: SESSION, messageID: PROMPT };
const ofTurn = (): FoldState => initialState({ scope, now: () => NOW });
const ofAll = (): FoldState => initialState({ now: () => NOW });

const flooded = (start: FoldState, said: (at: number) => FoldEvent, times = MANY): FoldState => {
  let state = start;
  for (let at = 0; at < times; at++) state = reduce(state, said(at));
  return state;
};

const delta = (messageID: string, partID: string): FoldEvent =>
  event('message.part.delta', { sessionID: SESSION, messageID, partID, delta: 'x' });

/** What is said of those that a turn is not about, of ever other ones. */
const strangers: Readonly<Record<string, (at: number) => FoldEvent>> = {
  'prompts of others': at => say.message(prompt(`msg_${at}`)),
  'answers to others': at => say.message(answer({ id: `msg_${at}`, parentID: 'msg_other' })),
  'removals of messages': at => say.messageRemoved(`msg_${at}`),
  'parts of unknown messages': at => say.part(text(`prt_${at}`, 'x', { messageID: `msg_${at}` })),
  'deltas of unknown messages': at => delta(`msg_${at}`, `prt_${at}`),
  'removals of parts': at => say.partRemoved(`prt_${at}`),
  'answers to what nobody asked': at => say.answers(`req_${at}`),
  'errors of other sessions': at => say.error({ name: 'APIError' }, `ses_${at}`),
};

jest.setTimeout(AMPLE);

describe('a turn', () => {
  it.each(Object.entries(strangers))('remembers nothing of %s', async (_what, said) => {
    const before = await heldBytes();
    const state = inTime(() => flooded(ofTurn(), said));
    expect((await heldBytes()) - before).toBeLessThan(2 * MIB);
    expect(state.reply.status).toBe('waiting');
  });

  it('remembers what was said of others while the store was looked at, as long as that takes', async () => {
    const before = await heldBytes();
    const state = inTime(() => flooded(reduce(ofTurn(), turn.fence), at => say.partRemoved(`prt_${at}`)));
    expect(state.ledger.touched?.size).toBe(MANY);
    const looked = reduce(state, turn.fetched({}));
    expect(looked.ledger.touched).toBeUndefined();
    expect((await heldBytes()) - before).toBeLessThan(64 * MIB);
  });

  it('remembers its own prompt, and what was its own', () => {
    const mine = inTurn().then(say.message(prompt()), say.message(answer()), say.message(prompt('msg_other')));
    expect([...mine.state.ledger.others]).toEqual([PROMPT]);
    const { ledger } = mine.then(say.messageRemoved('msg_answer')).state;
    expect([...ledger.others]).toEqual([PROMPT, 'msg_answer']);
  });
});

describe('a fold of all that comes', () => {
  it('must remember whose messages it does not show, each once', async () => {
    const before = await heldBytes();
    const state = inTime(() => flooded(ofAll(), at => say.message(prompt(`msg_${at}`))));
    expect(state.ledger.others.size).toBe(MANY);
    expect((await heldBytes()) - before).toBeLessThan((MANY / 50_000) * 16 * MIB);
    expect(inTime(() => flooded(state, at => say.message(prompt(`msg_${at % 10}`)))).ledger).toBe(state.ledger);
  });

  it('remembers nothing of parts that are gone', async () => {
    const before = await heldBytes();
    const state = inTime(() =>
      flooded(ofAll(), at => (at % 2 === 0 ? delta('msg_answer', `prt_${at}`) : say.partRemoved(`prt_${at - 1}`))),
    );
    expect((await heldBytes()) - before).toBeLessThan(2 * MIB);
    expect([state.ledger.open.size, state.reply.parts.length]).toEqual([0, 0]);
  });

  it('keeps what it heard last of a thing, however often', async () => {
    const before = await heldBytes();
    const told = (at: number) => say.part(tool('prt_1', 'running', { state: { metadata: { output: `${at}` } } }));
    const state = inTime(() => flooded(ofAll(), told, MANY / 5));
    expect((await heldBytes()) - before).toBeLessThan(2 * MIB);
    expect(state.reply.parts).toMatchObject([{ metadata: { output: `${MANY / 5 - 1}` } }]);
  });
});
