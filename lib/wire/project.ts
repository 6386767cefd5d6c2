import * as z from 'zod/mini';
import { amount, flag, text, type Wire } from './json.js';

/** The answer of a server that is well. */
export const healthSchema = z.object({ healthy: flag, version: text });
/** The answer of a server that is well. */
export interface Health extends Wire<typeof healthSchema> {}

/** A project: a repository, or the one named `global` for everything outside of any. */
export const projectSchema = z.object({
  id: z.string(),
  worktree: text,
  /** `git`, or absent */
  vcs: text,
  name: text,
  icon: z.optional(z.object({ url: text, override: text, color: text })),
  commands: z.optional(z.object({ start: text })),
  /** Milliseconds since 1970. */
  time: z.optional(z.object({ created: amount, updated: amount, initialized: amount })),
  sandboxes: z.optional(z.array(z.string())),
});
/** A project. */
export interface Project extends Wire<typeof projectSchema> {}

/** The folders the server works with. */
export const pathInfoSchema = z.object({ home: text, state: text, config: text, worktree: text, directory: text });
/** The folders the server works with. */
export interface PathInfo extends Wire<typeof pathInfoSchema> {}

/** The branch the directory is on; both null or absent outside of a repository. */
export const vcsInfoSchema = z.object({ branch: z.nullable(text), default_branch: z.nullable(text) });
/** The branch the directory is on. */
export interface VcsInfo extends Wire<typeof vcsInfoSchema> {}
