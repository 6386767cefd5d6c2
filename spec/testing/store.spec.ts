import { Store } from '../../lib/testing/world/store.js';
import { readTrace, traceNames } from '../support/traces.js';

describe('the store of a scripted server', () => {
  it.each(traceNames)('holds after %s what the real server held', name => {
    const { events, messages, sessionID } = readTrace(name);
    const store = new Store();
    events.forEach(event => store.apply(event));
    expect(store.messages(sessionID)).toEqual(messages);
    expect([store.statuses, store.questions, store.permissions]).toEqual([{}, [], []]);
  });
});
