import { lastValueFrom } from 'rxjs';
import { cutInTheMiddle, reviewer } from '../../examples/recipes/testing.js';

describe('the recipe for tests', () => {
  it('answers a prompt, asks for leave, and has seen what was sent', async () => {
    const server = reviewer();
    const client = server.client();
    const { id } = server.addSession();
    const reply = await lastValueFrom(client.stream(id, 'Please review', { onPermission: () => ['once'] }));
    expect(reply.fullText).toBe('All 12 tests pass.');
    expect(server.requestsTo('POST /permission/:id/reply').map(({ body }) => body)).toEqual([{ reply: 'once' }]);
    client.close();
  });

  it('loses nothing when the connection breaks', async () => {
    const server = reviewer();
    const client = server.client();
    const { id } = server.addSession();
    cutInTheMiddle(server, client);
    const reply = await lastValueFrom(client.stream(id, 'Please review', { onPermission: () => ['once'] }));
    expect(reply.fullText).toBe('All 12 tests pass.');
    expect(server.requestsTo('GET /event')).toHaveLength(2);
    client.close();
  });
});
