import { concatMap, from, last, lastValueFrom, map, type Observable, switchMap } from 'rxjs';
import { OpencodeClient } from 'opencode-rx';
import type { Sandbox } from '../../examples/sandbox/index.js';
import { makeRepository } from './git-repository.js';
import { offers, scenes, type Scene } from './scenes.js';

/** Makes the sandbox's folder a repository, so that the server knows what a turn changed, and puts some sessions in it. */
export async function seed(sandbox: Sandbox): Promise<void> {
  await makeRepository(sandbox.directory);
  for (const { prompt, script } of [...scenes, ...offers]) sandbox.model.on(prompt, script);
  const { url, username, password } = sandbox;
  const client = new OpencodeClient({ baseUrl: url, username, password });
  await lastValueFrom(from(scenes).pipe(concatMap(scene => play(client, scene))));
  client.close();
}

function play(client: OpencodeClient, { title, prompt, ends }: Scene): Observable<unknown> {
  return client
    .createSession({ title })
    .pipe(
      switchMap(({ id }) =>
        ends ? client.stream(id, prompt).pipe(last()) : client.sendMessageAsync(id, prompt).pipe(map(() => undefined)),
      ),
    );
}
