import type * as lib from '../../../lib/index.js';

/** The package, as a bench is given it: the built one, for that is what users run. (Its specs give `lib/`.) */
export type Api = typeof lib;

/** Loads the package as it is published. */
export const builtApi = (): Promise<Api> =>
  import(new URL('../../../dist/esm/index.js', import.meta.url).href) as Promise<Api>;
