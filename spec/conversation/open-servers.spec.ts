import { firstValueFrom } from 'rxjs';
import { openServers } from '../../examples/conversation-recipe/worker/open-servers.js';
import { httpServer } from '../support/http-server.js';

it('makes a client of each entry, with the user and the password of its URL', async () => {
  const server = await httpServer((_, response) => response.setHeader('content-type', 'application/json').end('[]'));
  const withAccess = server.url.replace('://', '://ada:p%40ss@');
  const servers = openServers(` one=${withAccess}/under/, two=${server.url}?directory=%2Ftmp `);
  expect([...servers.keys()]).toEqual(['one', 'two']);
  for (const client of servers.values()) await firstValueFrom(client.listSessions());
  const [one, two] = server.requests;
  expect(one?.url).toMatch(/^\/under\/session/);
  expect(one?.headers.authorization).toBe(`Basic ${btoa('ada:p@ss')}`);
  expect(two?.url).toContain('directory=%2Ftmp');
  for (const client of servers.values()) client.close();
  await server.close();
});

it.each([
  ['nothing', undefined, 'it is empty'],
  ['only commas', ' , ', 'it is empty'],
  ['no name', 'http://ada:hunter22@one', 'NAME=URL'],
  ['no URL', 'one=hunter22', 'NAME=URL'],
  ['two of a name', 'one=http://ada:hunter22@one,one=http://two', 'two of its names are the same'],
])('says what is wrong with %s, and quotes nothing of it', (_, list, words) => {
  const message = thrown(() => openServers(list));
  expect(message).toMatch(/^OPENCODE_SERVERS must be /);
  expect(message).toContain(words);
  expect(message).not.toContain('hunter22');
});

function thrown(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('It was taken');
}
