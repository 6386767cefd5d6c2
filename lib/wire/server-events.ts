import * as z from 'zod/mini';
import { text } from './json.js';

const nothing = z.object({});

/** Properties of the events about the server and its files (`lib/wire/PROTOCOL.md` § 3). */
export const serverEvents = {
  'server.connected': nothing,
  'server.heartbeat': nothing,
  'server.instance.disposed': z.object({ directory: text }),
  'global.disposed': nothing,
  'file.edited': z.object({ file: text }),
  /** `event` is `add`, `change` or `unlink`. */
  'file.watcher.updated': z.object({ file: text, event: text }),
  'vcs.branch.updated': z.object({ branch: text }),
  'installation.updated': z.object({ version: text }),
  'installation.update-available': z.object({ version: text }),
} as const;
