import { firstValueFrom } from 'rxjs';
import { script, scripted, SCRIPTED_MODEL, step, text, wait } from '../../examples/sandbox/index.js';
import { BadRequestError, NotFoundError, ServerError, SessionNotFoundError } from '../../lib/errors.js';
import * as rest from '../../lib/rest/index.js';
import { createMessageID } from '../../lib/wire/index.js';
import { needs } from '../support/needs.js';
import { eventually } from '../support/sandbox.js';
import { errorOf, usePlainHttp } from '../support/plain-http.js';

const { sandbox, http, newSession, sent } = usePlainHttp();

describe('sessions', () => {
  it('are made with all they can be given, read, listed, changed and deleted', async () => {
    const parent = await newSession();
    const given = { title: 'A title', parentID: parent, agent: 'plan', model: SCRIPTED_MODEL };
    const permission = [{ permission: 'bash', pattern: 'echo *', action: 'allow' }] as const;
    const made = await firstValueFrom(rest.createSession(http(), { ...given, permission }));
    expect(made).toMatchObject({ title: 'A title', parentID: parent, permission });
    expect(await firstValueFrom(rest.getSession(http(), made.id))).toMatchObject({ id: made.id, title: 'A title' });
    expect((await firstValueFrom(rest.children(http(), parent))).map(({ id }) => id)).toEqual([made.id]);
    const listed = await firstValueFrom(rest.listSessions(http(), { search: 'A title', limit: 5 }));
    expect(listed.map(({ id }) => id)).toEqual([made.id]);
    const roots = await firstValueFrom(rest.listSessions(http(), { roots: true }));
    expect(roots.map(({ id }) => id)).not.toContain(made.id);
    const changes = { title: 'Another', time: { archived: 5 } };
    expect(await firstValueFrom(rest.updateSession(http(), made.id, changes))).toMatchObject(changes);
    expect(await firstValueFrom(rest.deleteSession(http(), made.id))).toBe(true);
    const gone = await errorOf(firstValueFrom(rest.getSession(http(), made.id)));
    expect(gone).toBeInstanceOf(SessionNotFoundError);
  });

  it('are given more permission rules', async () => {
    const first = { permission: 'bash', pattern: 'echo *', action: 'allow' } as const;
    const second = { permission: 'edit', pattern: '*', action: 'deny' } as const;
    const made = await firstValueFrom(rest.createSession(http(), { permission: [first] }));
    needs(sandbox(), 'adding permission rules to a session');
    const changed = await firstValueFrom(rest.updateSession(http(), made.id, { permission: [second] }));
    expect(changed).toMatchObject({ permission: [first, second] });
  });

  it('keep their model and metadata', async () => {
    needs(sandbox(), 'metadata of a session');
    const made = await firstValueFrom(rest.createSession(http(), { model: SCRIPTED_MODEL, metadata: { mine: 1 } }));
    expect(made).toMatchObject({ model: { providerID: 'scripted', id: 'scripted' }, metadata: { mine: 1 } });
    const changed = await firstValueFrom(rest.updateSession(http(), made.id, { metadata: { mine: 2 } }));
    expect(changed).toMatchObject({ metadata: { mine: 2 } });
  });

  it('say what they are doing, and stop when told', async () => {
    const id = await newSession();
    await firstValueFrom(rest.sendMessageAsync(http(), id, scripted('Wait.', step(text('so '), wait('never')))));
    const status = () => firstValueFrom(rest.sessionStatus(http()));
    await eventually(status, all => all[id]?.type === 'busy');
    expect(await firstValueFrom(rest.abortSession(http(), id))).toBe(true);
    await eventually(status, all => all[id] === undefined);
    expect(await firstValueFrom(rest.todos(http(), id))).toEqual([]);
    expect(await firstValueFrom(rest.diff(http(), id))).toEqual([]);
  });

  it('are forked, undone, redone, summarised', async () => {
    const id = await newSession();
    const answer = await firstValueFrom(rest.sendMessage(http(), id, scripted('Say it.', step(text('said')))));
    const fork = await firstValueFrom(rest.forkSession(http(), id));
    expect(fork.id).not.toBe(id);
    expect(await firstValueFrom(rest.getMessages(http(), fork.id))).toHaveLength(2);
    const parentID = answer.info.role === 'assistant' ? (answer.info.parentID ?? '') : '';
    const undone = await firstValueFrom(rest.revert(http(), id, { messageID: parentID }));
    expect(undone.revert?.messageID).toBe(parentID);
    expect((await firstValueFrom(rest.unrevert(http(), id))).revert).toBeUndefined();
    expect(await firstValueFrom(rest.summarize(http(), id, { model: SCRIPTED_MODEL }))).toBe(true);
    expect((await firstValueFrom(rest.getMessages(http(), id))).length).toBeGreaterThan(2);
  });

  it('are shared by a service that is not here', async () => {
    const id = await newSession();
    const error = await errorOf(firstValueFrom(rest.share(http(), id)));
    expect(sent.at(-1)).toBe(`POST /session/${id}/share`);
    expect(error).toBeInstanceOf(ServerError);
    expect(String(error)).toMatch(new RegExp(`: POST /session/${id}/share: .+ \\(500\\)$`));
    needs(sandbox(), 'an answer to the unsharing of an unshared session');
    expect((await firstValueFrom(rest.unshare(http(), id))).share).toBeUndefined();
    expect(sent.at(-1)).toBe(`DELETE /session/${id}/share`);
  });

  it('refuse a bad request with the server’s words', async () => {
    const bad = await errorOf(firstValueFrom(rest.createSession(http(), { parentID: 'nope' })));
    expect(bad).toBeInstanceOf(BadRequestError);
    needs(sandbox(), 'a 404 for the todos of an unknown session');
    const unknown = await errorOf(firstValueFrom(rest.todos(http(), 'ses_nope')));
    expect(unknown).toBeInstanceOf(SessionNotFoundError);
  });
});

describe('messages', () => {
  it('are sent and read', async () => {
    const id = await newSession();
    const messageID = createMessageID();
    const file = { type: 'file', mime: 'text/plain', filename: 'a.txt', url: 'data:text/plain,hello' } as const;
    const options = { parts: [file], model: SCRIPTED_MODEL, agent: 'build', system: 'Be brief.', messageID };
    const prompt = scripted('Say it.', step(text('said')));
    const answer = await firstValueFrom(rest.sendMessage(http(), id, prompt, { ...options, tools: { bash: false } }));
    expect(answer.info).toMatchObject({ role: 'assistant', parentID: messageID, finish: 'stop' });
    expect(answer.parts).toContainEqual(expect.objectContaining({ type: 'text', text: 'said' }));
    const stored = await firstValueFrom(rest.getMessage(http(), id, messageID));
    expect(stored.parts).toContainEqual(expect.objectContaining({ type: 'file', filename: 'a.txt' }));
    const missing = await errorOf(firstValueFrom(rest.getMessage(http(), id, createMessageID())));
    expect(missing).toBeInstanceOf(NotFoundError);
    expect(missing).not.toBeInstanceOf(SessionNotFoundError);
  });

  const note = async (id: string, text: string): Promise<string> => {
    const noted = await firstValueFrom(rest.sendMessage(http(), id, text, { noReply: true }));
    expect(noted.info.role).toBe('user');
    return noted.info.id;
  };

  it('are listed, the last ones first where a limit is set', async () => {
    const id = await newSession();
    const notes = [await note(id, 'One.'), await note(id, 'Two.'), await note(id, 'Three.')];
    const idsOf = (page: readonly { readonly info: { readonly id: string } }[]) => page.map(({ info }) => info.id);
    expect(idsOf(await firstValueFrom(rest.getMessages(http(), id)))).toEqual(notes);
    const last = await firstValueFrom(rest.getMessages(http(), id, { limit: 1 }));
    expect(idsOf(last)).toEqual(notes.slice(2));
    needs(sandbox(), 'pages of messages');
    const before = await firstValueFrom(rest.getMessages(http(), id, { limit: 5, before: last.nextCursor }));
    expect(idsOf(before)).toEqual(notes.slice(0, 2));
    expect(before.nextCursor).toBeUndefined();
  });

  it('are deleted', async () => {
    needs(sandbox(), 'deleting a message');
    const id = await newSession();
    const noted = await note(id, 'Only a note.');
    expect(await firstValueFrom(rest.deleteMessage(http(), id, noted))).toBe(true);
    expect(await errorOf(firstValueFrom(rest.getMessage(http(), id, noted)))).toBeInstanceOf(NotFoundError);
  });

  it('come of shell and slash commands, and of init', async () => {
    const id = await newSession();
    const shown = await firstValueFrom(rest.shell(http(), id, 'echo from-a-shell'));
    expect(JSON.stringify(shown.parts)).toContain('from-a-shell');
    sandbox().model.on('AGENTS.md', script(step(text('written'))));
    const ran = await firstValueFrom(rest.command(http(), id, 'init', { arguments: 'now', model: SCRIPTED_MODEL }));
    expect(ran.parts).toContainEqual(expect.objectContaining({ type: 'text', text: 'written' }));
    expect(await firstValueFrom(rest.init(http(), id, { model: SCRIPTED_MODEL }))).toBe(true);
  });
});
