/**
 * The files that an agent and its subagents wrote, saved to a folder of their own. Only what lies in the project is
 * saved: the paths were chosen by a model. An argument says where that folder shall be made.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { argv } from 'node:process';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { concatMap, expand, last, map, mergeAll, mergeMap, of, switchMap, toArray, type Observable } from 'rxjs';
import { extractArtifactsFromMessages, OpencodeClient, type Artifact, type Session } from 'opencode-rx';

const [, , parent = 'artifacts'] = argv;
const client = new OpencodeClient(); // reads OPENCODE_BASE_URL and OPENCODE_SERVER_PASSWORD

client
  .createSession({ title: 'Artifacts' })
  .pipe(
    switchMap(session =>
      client.stream(session.id, 'Write a note, and let a subagent write the plan.').pipe(
        last(),
        switchMap(({ status }) => saved(session).pipe(map(files => ({ status, files })))),
      ),
    ),
  )
  .subscribe({
    next: ({ status, files }) => {
      console.log([...(files.length > 0 ? files : ['The agent wrote no file.']), status].join('\n'));
      process.exitCode = status === 'completed' ? 0 : 1;
    },
    error: (error: unknown) => {
      console.error(String(error));
      process.exitCode = 1;
    },
  });

/** Saves what the session wrote; a line about each file. */
const saved = (session: Session): Observable<string[]> =>
  artifacts(session).pipe(
    concatMap(artifact => save(artifact, session.directory ?? '', join(parent, session.id))),
    toArray(),
  );

/** The files of the session and of its subagents, at any depth, the last writing of each. */
const artifacts = (root: Session): Observable<Artifact> =>
  of(root).pipe(
    expand(({ id }) => client.children(id).pipe(mergeAll())),
    mergeMap(({ id }) => client.getMessages(id)),
    toArray(),
    map(pages => pages.flat().sort((one, other) => (one.info.time?.created ?? 0) - (other.info.time?.created ?? 0))),
    mergeMap(extractArtifactsFromMessages),
  );

/** Writes a file where it lay in the project. What is there already is never written over. */
async function save({ path, content, mimeType }: Artifact, project: string, folder: string): Promise<string> {
  const place = relative(project, resolve(project, path));
  if (isAbsolute(place) || place.split(sep)[0] === '..') return `left out, for it is not in the project: ${path}`;
  const target = join(folder, place);
  await mkdir(dirname(target), { recursive: true });
  await writeFile(target, content, { flag: 'wx' });
  return `${target} (${mimeType})`;
}
