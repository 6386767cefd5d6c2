import { dig, objectsAt, textAt } from '../dig.js';
import { mimeTypeOf } from './mime-type.js';
import type { MessageLike, PartLike } from '../part-like.js';
import { addedFiles, type AddedFile } from './patch-text.js';

/** How many bytes of UTF-8 an artifact may have: 10 MiB. Larger ones are left out. */
export const MAX_ARTIFACT_BYTES = 10 * 1024 * 1024;

/** A whole file that the agent wrote, as it wrote it; edits that came after do not show. */
export interface Artifact {
  /** The last segment of the path. */
  readonly name: string;
  /** As the server tells it: absolute where it says so. */
  readonly path: string;
  readonly content: string;
  /** By the extension of its name, `text/plain` when that is not known. */
  readonly mimeType: string;
}

/** The files that a stored message wrote: by a completed `write`, or added whole by an `apply_patch`. */
export function extractArtifactFiles(message: MessageLike): readonly Artifact[] {
  return extractArtifactsFromMessages([message]);
}

/**
 * The files that stored messages wrote, in the order of their paths' first writing. Of a path written twice the last
 * writing is given; empty files are files; those over `MAX_ARTIFACT_BYTES` are left out.
 */
export function extractArtifactsFromMessages(messages: readonly MessageLike[]): readonly Artifact[] {
  const written = messages.flatMap(message => objectsAt(message, 'parts')).flatMap(writtenFiles);
  const lastByPath = new Map(written.map(({ path, content }) => [path, content]));
  return [...lastByPath].filter(([, content]) => fits(content)).map(([path, content]) => artifact(path, content));
}

function artifact(path: string, content: string): Artifact {
  const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  return { name, path, content, mimeType: mimeTypeOf(name) };
}

function writtenFiles(part: PartLike): readonly AddedFile[] {
  const state = dig(part, 'state');
  if (part.type !== 'tool' || dig(state, 'status') !== 'completed') return [];
  const tool = dig(part, 'tool');
  if (tool === 'write') return fromWrite(state);
  return tool === 'apply_patch' ? fromPatch(state) : [];
}

function fromWrite(state: unknown): readonly AddedFile[] {
  const path = textAt(state, 'metadata', 'filepath') ?? textAt(state, 'input', 'filePath');
  const content = dig(state, 'input', 'content');
  return path !== undefined && typeof content === 'string' ? [{ path, content }] : [];
}

/** The patch has the contents; the list in the metadata has the absolute paths, and in old servers the contents too. */
function fromPatch(state: unknown): readonly AddedFile[] {
  const added = addedFiles(textAt(state, 'input', 'patchText') ?? '');
  const listed = objectsAt(state, 'metadata', 'files').filter(file => file['type'] === 'add');
  if (added.length === 0) return listed.flatMap(fromListed);
  if (added.length !== listed.length) return added;
  return added.map(({ path, content }, index) => ({ path: textAt(listed[index], 'filePath') ?? path, content }));
}

function fromListed(file: object): readonly AddedFile[] {
  const path = textAt(file, 'filePath');
  const content = dig(file, 'after');
  return path !== undefined && typeof content === 'string' ? [{ path, content }] : [];
}

/** A UTF-16 unit is at most three bytes of UTF-8, so that most files need no counting. */
function fits(content: string): boolean {
  if (content.length * 3 <= MAX_ARTIFACT_BYTES) return true;
  return content.length <= MAX_ARTIFACT_BYTES && new TextEncoder().encode(content).byteLength <= MAX_ARTIFACT_BYTES;
}
