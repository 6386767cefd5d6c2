import type { Observable } from 'rxjs';
import * as z from 'zod/mini';
import type { OpencodeClient } from 'opencode-rx';

/** An endpoint that has no method here, with its answer checked by a schema. */
export const toolNames = (client: OpencodeClient): Observable<string[]> =>
  client.request('GET', '/experimental/tool/ids', { schema: z.array(z.string()) });
