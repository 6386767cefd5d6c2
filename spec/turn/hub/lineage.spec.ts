import { firstValueFrom, of, throwError } from 'rxjs';
import { NotFoundError, ServerError } from '../../../lib/errors.js';
import { Lineage } from '../../../lib/turn/hub/lineage.js';
import type { OpencodeEvent } from '../../../lib/wire/index.js';

const created = (id: string, parentID?: string): OpencodeEvent => ({
  type: 'session.created',
  properties: { info: parentID === undefined ? { id } : { id, parentID } },
});

describe('the lineage of sessions', () => {
  it('knows what events told, at any depth', () => {
    const lineage = new Lineage(() => throwError(() => new Error('must not ask')));
    lineage.learn(created('root'));
    lineage.learn(created('child', 'root'));
    lineage.learn(created('grandchild', 'child'));
    expect(lineage.known('grandchild')).toEqual(['grandchild', 'child', 'root']);
    expect(lineage.known('root')).toEqual(['root']);
  });

  it('asks the server for what no event told, and remembers the answer', async () => {
    const parents: Record<string, string | undefined> = { grandchild: 'child', child: 'root' };
    const findParent = jest.fn((id: string) => of(parents[id]));
    const lineage = new Lineage(findParent);
    expect(lineage.known('grandchild')).toBeUndefined();
    expect(await firstValueFrom(lineage.family('grandchild'))).toEqual(['grandchild', 'child', 'root']);
    expect(lineage.known('grandchild')).toEqual(['grandchild', 'child', 'root']);
    expect(await firstValueFrom(lineage.family('child'))).toEqual(['child', 'root']);
    expect(findParent).toHaveBeenCalledTimes(3);
  });

  it('takes a session that is gone for a root, and hands other failures on', async () => {
    const gone = new Lineage(() => throwError(() => new NotFoundError('gone')));
    expect(await firstValueFrom(gone.family('x'))).toEqual(['x']);
    const down = new Lineage(() => throwError(() => new ServerError('down')));
    await expect(firstValueFrom(down.family('x'))).rejects.toThrow('down');
    expect(down.known('x')).toBeUndefined();
  });

  it('does not follow a loop for ever', async () => {
    const lineage = new Lineage(id => of(id === 'a' ? 'b' : 'a'));
    expect((await firstValueFrom(lineage.family('a'))).length).toBeLessThan(100);
    expect(lineage.known('a')?.length).toBeLessThan(100);
  });

  it('forgets deleted sessions, and the oldest of very many', () => {
    const lineage = new Lineage(() => of(undefined));
    lineage.learn(created('old'));
    lineage.learn({ type: 'session.deleted', properties: { info: { id: 'old' } } });
    expect(lineage.known('old')).toBeUndefined();
    lineage.learn(created('first'));
    for (let count = 0; count < 10_000; count += 1) lineage.learn(created(`s${String(count)}`));
    expect(lineage.known('first')).toBeUndefined();
    expect(lineage.known('s9999')).toEqual(['s9999']);
  });
});
