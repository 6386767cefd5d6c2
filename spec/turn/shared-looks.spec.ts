import { forkJoin, lastValueFrom, takeWhile } from 'rxjs';
import type { Reply } from '../../lib/reply/reply.js';
import { answer, ScriptedServer, SESSION, userMessage } from '../support/scripted-server.js';

const PROMPT = 'msg_a';
const OF_DIRECTORY = ['GET /session/status', 'GET /question', 'GET /permission'];

const isWaiting = ({ status }: Reply): boolean => status === 'waiting';

// In real time: a platform does between two timers what was promised in the first.
describe('many who attach to turns before there is a connection', () => {
  it('ask once for what is about the directory', async () => {
    const server = new ScriptedServer();
    const client = server.client();
    const begun = answer(PROMPT, '', { time: { created: 2 }, finish: undefined });
    server.statuses = { [SESSION]: { type: 'busy' } };
    server.messages = [userMessage(PROMPT), { ...begun, parts: [] }];
    const begins = Array.from({ length: 10 }, () =>
      client.attach(SESSION, { messageID: PROMPT }).pipe(takeWhile(isWaiting, true)),
    );
    const replies = await lastValueFrom(forkJoin(begins));
    expect(replies.map(({ status }) => status)).toEqual(begins.map(() => 'working'));
    expect(OF_DIRECTORY.map(endpoint => server.callsOf(endpoint).length)).toEqual([1, 1, 1]);
    client.close();
  });
});
