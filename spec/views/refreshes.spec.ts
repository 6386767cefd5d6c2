import { record } from '../support/recording.js';
import { useVirtualOpencode } from '../support/virtual-opencode.js';
import { pass } from '../support/virtual-time.js';

const stage = useVirtualOpencode();

describe('a refresh of a view', () => {
  it('that fails is told of beside the last good value, and made good', async () => {
    stage.server.addSession({ title: 'one' });
    const [sessions, errors] = [record(stage.client.sessions$), record(stage.client.sessions$.error$)];
    await pass(20);
    const refusal = stage.server.refuse(500, { path: 'GET /session' });
    stage.server.cut();
    stage.server.addSession({ title: 'two' });
    await pass(3_000);
    expect(sessions.last).toHaveLength(1);
    expect(errors.values.at(-1)).toMatchObject({ name: 'ServerError' });
    refusal.unsubscribe();
    await pass(30_000);
    expect(sessions.last).toHaveLength(2);
    const names = errors.values.map(error => error?.name);
    expect([names.at(0), ...new Set(names.slice(1))]).toStrictEqual([undefined, 'ServerError', undefined]);
    sessions.unsubscribe();
    errors.unsubscribe();
  });

  it('that is refused for good is told of, and not tried until the next break', async () => {
    const { id } = stage.server.addSession();
    const view = stage.client.session(id);
    const refusal = stage.server.refuse(400, { path: 'GET /session/:id/todo' });
    const [todos, info, errors] = [record(view.todos$), record(view.info$), record(view.error$)];
    await pass(60_000);
    expect(stage.server.requestsTo('GET /session/:id/todo')).toHaveLength(1);
    expect(errors.values.at(-1)).toMatchObject({ name: 'BadRequestError' });
    expect([todos.values.length, info.values.length]).toEqual([0, 1]);
    refusal.unsubscribe();
    stage.server.cut();
    await pass(2_000);
    expect(todos.values).toEqual([[]]);
    expect(errors.values.at(-1)).toBeUndefined();
    for (const recording of [todos, info, errors]) recording.unsubscribe();
  });

  it('tells of a failure of what waits for a human in the views of sessions too', async () => {
    const view = stage.client.session(stage.server.addSession().id);
    stage.server.refuse(500, { path: 'GET /question' });
    const [questions, errors] = [record(view.pendingQuestions$), record(view.error$)];
    await pass(100);
    expect(questions.values).toEqual([]);
    expect(errors.values.at(-1)).toMatchObject({ name: 'ServerError' });
    questions.unsubscribe();
    expect(errors.values.at(-1)).toBeUndefined();
    errors.unsubscribe();
  });

  it('of a session that does not exist completes its views, and says why', async () => {
    const view = stage.client.session('ses_none');
    const [info, messages, errors] = [record(view.info$), record(view.messages$), record(view.error$)];
    await pass(50);
    expect([info.ending, messages.ending, errors.ending].map(ending => ending?.kind)).toEqual([
      ...['completed', 'completed', 'completed'],
    ]);
    expect(errors.values.at(-1)).toMatchObject({ name: 'SessionNotFoundError' });
  });

  it('is not made any more when the client is closed: the views error', async () => {
    const view = stage.client.session(stage.server.addSession().id);
    const all = [
      ...[stage.client.sessions$, stage.client.attention$, view.info$, view.messages$, view.pendingQuestions$],
    ].map(source => record<unknown>(source));
    await pass(20);
    stage.client.close();
    expect(all.map(({ ending }) => ending)).toEqual(
      all.map(() => ({ kind: 'errored', error: expect.objectContaining({ message: 'the client is closed' }) })),
    );
    expect(record(view.info$).ending).toMatchObject({ kind: 'errored' });
  });
});
