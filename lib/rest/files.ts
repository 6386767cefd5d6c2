import type { Observable } from 'rxjs';
import * as z from 'zod/mini';
import type { HttpContext } from '../transport/http.js';
import {
  flag,
  list,
  text,
  type FileContent,
  type FileNode,
  type FileStatus,
  type TextMatch,
  type WorkspaceSymbol,
} from '../wire/index.js';
import { call, callShape, own, plainCall, type CallOptions } from './call.js';
import { checkOptions, requireText } from './input.js';

const anything = z.object({});
const placed = z.object({ path: text });

/** The lines of the directory's files that match a regular expression (ripgrep's). */
export function findText(http: HttpContext, pattern: string, options?: CallOptions): Observable<readonly TextMatch[]> {
  const query = { pattern: requireText('findText', 'pattern', pattern) };
  return plainCall(http, 'findText', { method: 'GET', path: '/find', query, options }, list<TextMatch>(anything));
}

/** Which files are wanted. */
export interface FindFilesOptions extends CallOptions {
  /** Whether folders are found too. */
  readonly dirs?: boolean | undefined;
  /** Only files, or only folders. */
  readonly type?: 'file' | 'directory' | undefined;
  /** How many at most. */
  readonly limit?: number | undefined;
}

/** The schema of {@link FindFilesOptions}. */
export const findFilesOptions = z.strictObject({
  ...callShape,
  dirs: flag,
  type: z.optional(z.enum(['file', 'directory'])),
  limit: z.optional(z.number().check(z.positive())),
});

/** The paths in the directory that are most like the query. */
export function findFiles(
  http: HttpContext,
  query: string,
  options: FindFilesOptions = {},
): Observable<readonly string[]> {
  checkOptions('findFiles', findFilesOptions, options);
  const all = { query: requireText('findFiles', 'query', query), ...own(options) };
  return call(http, { method: 'GET', path: '/find/file', query: all, options }, list(z.string()));
}

/** The symbols the language servers find. */
export function findSymbols(
  http: HttpContext,
  query: string,
  options?: CallOptions,
): Observable<readonly WorkspaceSymbol[]> {
  const all = { query: requireText('findSymbols', 'query', query) };
  const details = { method: 'GET', path: '/find/symbol', query: all, options } as const;
  return plainCall(http, 'findSymbols', details, list<WorkspaceSymbol>(anything));
}

/** What is in a folder, by its path in the directory (`.` is the directory itself). */
export function listFiles(http: HttpContext, folder: string, options?: CallOptions): Observable<readonly FileNode[]> {
  const query = { path: requireText('listFiles', 'path', folder) };
  return plainCall(http, 'listFiles', { method: 'GET', path: '/file', query, options }, list<FileNode>(placed));
}

/** What a file holds, by its path in the directory; one that is not there is empty text. */
export function readFile(http: HttpContext, file: string, options?: CallOptions): Observable<FileContent> {
  const query = { path: requireText('readFile', 'path', file) };
  return plainCall(
    http,
    'readFile',
    { method: 'GET', path: '/file/content', query, options },
    z.object({ content: text }),
  );
}

/** The files that differ from the last commit. */
export function fileStatus(http: HttpContext, options?: CallOptions): Observable<readonly FileStatus[]> {
  return plainCall(http, 'fileStatus', { method: 'GET', path: '/file/status', options }, list<FileStatus>(placed));
}
