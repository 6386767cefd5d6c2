import type { FoldEvent } from '../../../lib/reply/fold/event.js';
import { initialState, type FoldState } from '../../../lib/reply/fold/state.js';
import { reduce } from '../../../lib/reply/fold/reduce.js';
import type { OpencodeEvent } from '../../../lib/wire/index.js';
import { answer, event, file, patch, say, stepFinish, stored, text, todo, tool } from '../../support/events.js';
import { folding, inTurn, NOW, turn } from '../../support/fold.js';
import { ownEvents, readTrace, traceNames, type Trace } from '../../support/traces.js';
import { partsIn } from '../../support/stored.js';

const traces: readonly Trace[] = traceNames.map(readTrace);
const start = (): FoldState => initialState({ now: () => NOW });
const turnOf = ({ sessionID, messageID }: Trace) => inTurn({ scope: { sessionID, messageID } });

/** What a server may say twice and mean once. A delta is not among them: it is what it is twice. */
const isRepeatable = ({ type }: OpencodeEvent): boolean => type !== 'message.part.delta' && type !== 'session.error';

describe('the fold', () => {
  it.each([
    ['an event nobody knows', event('mcp.tools.changed', {})],
    ['a part nobody knows', say.part({ ...file('p'), type: '?hologram' })],
    ['a part of another session', say.part(text('p', 'no', { messageID: 'msg_other' }))],
    ['an empty delta', say.delta('t', '')],
    ['a delta of a field that is no text', say.delta('t', '{', { field: 'input' })],
    ['a delta of a part that is no text', say.delta('b', 'x')],
    ['the removal of a part that is not there', say.partRemoved('p')],
    ['the removal of a message that is not ours', say.messageRemoved('msg_other')],
    ['the answer to a question nobody asked', say.answers('que_9')],
    ['an empty todo list', say.todos([])],
    ['busy', say.status({ type: 'busy' })],
  ] as [string, OpencodeEvent][])('keeps the reference for %s', (_name, nothing) => {
    const before = inTurn().then(say.message(answer()), say.part(text('t', '')), say.part(tool('b', 'running')));
    const after = before.then(nothing);
    expect(after.reply).toBe(before.reply);
    expect(after.steps).toEqual([]);
  });

  it.each(traces)('hears once what it hears twice: $name', trace => {
    trace.events.reduce((before, said) => {
      const once = before.then(said);
      if (!isRepeatable(said)) return once;
      const twice = once.then(structuredClone(said));
      expect({ type: said.type, steps: twice.names }).toEqual({ type: said.type, steps: [] });
      expect(twice.reply).toBe(once.reply);
      return twice;
    }, turnOf(trace));
  });

  it.each(traces)('hears once what it hears twice, folded whole: $name', trace => {
    const once = folding().then(...ownEvents(trace));
    const twice = folding().then(...ownEvents(trace).flatMap(said => (isRepeatable(said) ? [said, said] : [said])));
    expect(twice.reply.toJSON()).toEqual(once.reply.toJSON());
  });

  it.each(traces)('tells of every part where it stands: $name', trace => {
    const { steps } = turnOf(trace).then(...trace.events);
    const placed = steps.flatMap(({ reply, transition }) =>
      transition && 'index' in transition ? [[reply.parts[transition.index], transition.part] as const] : [],
    );
    expect(placed.length).toBeGreaterThanOrEqual(partsIn(trace.messages).length);
    placed.forEach(([shown, told]) => expect(shown).toBe(told));
  });

  it.each(traces)('announces a part once, and before all else of it: $name', trace => {
    const ids = (type: string) =>
      turnOf(trace)
        .then(...trace.events)
        .told.flatMap(told => (told.type === type && 'part' in told ? told.part.id : []));
    expect(new Set(ids('partAdded')).size).toBe(ids('partAdded').length);
    expect([...ids('partChanged'), ...ids('toolProgressed')].filter(id => !ids('partAdded').includes(id))).toEqual([]);
  });

  it.each(traces)('makes of the store alone what it makes of the events: $name', trace => {
    const { sessionID, messageID, messages } = trace;
    const live = turnOf(trace).then(...trace.events).reply;
    const fetched = inTurn({ gapped: true, scope: { sessionID, messageID } }).then(turn.fetched({ messages })).reply;
    expect(fetched.parts).toEqual(live.parts);
    expect([fetched.cost, fetched.tokens, fetched.info]).toEqual([live.cost, live.tokens, live.info]);
  });

  it.each(traces)('gives the same whenever the store was looked at on the way: $name', trace => {
    const live = turnOf(trace).then(...trace.events).reply;
    trace.events.forEach((_event, at) => {
      const looked = turnOf(trace)
        .then(...trace.events.slice(0, at), turn.gap, turn.fence, turn.fetched({ messages: trace.messages }))
        .then(...trace.events.slice(at));
      expect(looked.reply.parts).toEqual(live.parts);
      expect([looked.reply.cost, looked.reply.tokens]).toEqual([live.cost, live.tokens]);
    });
  });

  it('leaves all other parts alone when one grows', () => {
    const ids = Array.from({ length: 70 }, (_nothing, at) => `p${at}`);
    const before = inTurn().then(say.message(answer()), ...ids.map(id => say.part(text(id, ''))));
    const after = before.then(say.delta('p33', 'x'));
    ids.forEach((id, at) => {
      if (id === 'p33') expect(after.reply.parts[at]).toMatchObject({ id, content: 'x' });
      else expect(after.reply.parts[at]).toBe(before.reply.parts[at]);
    });
    expect(after.reply.todos).toBe(before.reply.todos);
    expect(after.reply.tokens).toBe(before.reply.tokens);
    expect(after.reply.info).toBe(before.reply.info);
  });

  it.each(traces)('leaves the parts alone that an event is not about: $name', trace => {
    const { steps } = turnOf(trace).then(...trace.events);
    steps.slice(1).forEach(({ reply, transition }, at) => {
      if (transition?.type !== 'partChanged') return;
      steps[at]!.reply.parts.forEach((part, index) => {
        if (index !== transition.index) expect(reply.parts[index]).toBe(part);
      });
    });
  });

  it('is pure: of one state two futures may be told', () => {
    const grown = inTurn().then(say.message(answer()), say.part(text('a', '')), say.delta('a', 'A'));
    const left = grown.then(say.part(text('l', 'left')), say.part(text('b', 'in the left')));
    const right = grown.then(say.part(text('b', 'right')), say.delta('a', '2'), say.part(text('l', 'last')));
    const contents = ({ reply }: typeof grown) => reply.parts.map(part => 'content' in part && part.content);
    expect(contents(grown.then(say.delta('a', '1')))).toEqual(['A1']);
    expect(contents(left.then(say.delta('b', '!'), say.delta('l', '?')))).toEqual(['A', 'left?', 'in the left!']);
    expect(contents(right.then(say.delta('b', '!'), say.delta('l', '?')))).toEqual(['A2', 'right!', 'last?']);
    expect(contents(left)).toEqual(['A', 'left', 'in the left']);
    expect(contents(grown)).toEqual(['A']);
  });

  it.each(traces)('is pure: the same events make the same states: $name', trace => {
    const states = (): readonly unknown[] => trace.events.map((_event, at) => foldAll(trace.events.slice(0, at + 1)));
    const foldAll = (events: readonly FoldEvent[]) => events.reduce(reduce, start()).reply.toJSON();
    const along: unknown[] = [];
    trace.events.reduce((state, said) => {
      const next = reduce(state, said);
      along.push(next.reply.toJSON());
      return next;
    }, start());
    expect(along).toEqual(states());
  });

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])('takes %s for an id like any other', id => {
    const named = { id, messageID: id };
    const { reply } = folding().then(
      say.message(answer({ id })),
      say.part({ ...text(id, '', { messageID: id }), ...named }),
      say.delta(id, 'fine', { messageID: id }),
      say.part(stepFinish(`${id}!`, { messageID: id, cost: 1 })),
      say.part({ ...tool('t', 'running', { callID: id }), messageID: id }),
      say.asks({ id, questions: [], tool: { messageID: id, callID: id } }),
      say.todos([todo(id)]),
      { type: id as 'session.idle', properties: {} },
    );
    expect(reply.fullText).toBe('fine');
    expect(reply.cost).toBe(1);
    expect(reply.pendingQuestions).toHaveLength(1);
    expect(reply.todos).toEqual([todo(id)]);
    expect(reply.parts.map(part => part.id)).toEqual([id, 't', 'todo.updated']);
    expect(({} as Record<string, unknown>)['fine']).toBeUndefined();
  });

  it('shows parts of every kind where they came', () => {
    const parts = [text('a', 'A', { end: true }), tool('b', 'running'), file('c'), patch('d', ['x.ts'])];
    const { reply, names } = inTurn().then(say.message(answer()), ...parts.map(say.part));
    expect(reply.parts.map(({ type }) => type)).toEqual(['text', 'tool', 'file', 'patch']);
    expect(names.slice(2)).toEqual([
      'partAdded',
      'partFinalized',
      'partAdded',
      'toolProgressed',
      'partAdded',
      'partAdded',
    ]);
    const fetched = inTurn().then(turn.fetched({ messages: [stored(answer(), ...parts)] }));
    expect(fetched.reply.parts).toEqual(reply.parts);
  });

  it('hears a file again only when it is another', () => {
    const heard = inTurn().then(say.message(answer()), say.part(file('c')));
    expect(heard.then(say.part(file('c'))).steps).toEqual([]);
    expect(heard.then(say.part(file('c', { filename: 'cat.png' }))).told).toMatchObject([
      { type: 'partFinalized', index: 0, part: { id: 'c', filename: 'cat.png' } },
    ]);
  });
});
