import { parseArgs } from 'node:util';

/** What goes with a version of Angular: the TypeScript it wants, and the oldest Node it runs on. */
const ANGULAR = {
  '21': { angular: '~21.2.0', typescript: '~5.9.3', node: 20 },
  '22': { angular: '~22.2.0', typescript: '~6.0.3', node: 22 },
} as const;

/** A version of Angular and what it needs. */
export type AngularVersion = (typeof ANGULAR)[keyof typeof ANGULAR];

/** What to try the package in. */
export interface ConsumerOptions {
  readonly angular: AngularVersion;
  /** The consumers. */
  readonly names: readonly string[];
  /** Whether the package is packed as it was built last. */
  readonly built: boolean;
  /** Whether the projects are left where they are. */
  readonly keep: boolean;
}

/** What there is to choose from, and to run on. */
export interface ConsumerChoice {
  readonly names: readonly string[];
  /** The version of Node, without a `v`. */
  readonly node: string;
}

const OPTIONS = {
  angular: { type: 'string', default: '21' },
  built: { type: 'boolean', default: false },
  keep: { type: 'boolean', default: false },
} as const;

/** Reads the command line of `npm run package:consumers`; throws what is wrong with it. */
export function consumerOptions(args: readonly string[], { names, node }: ConsumerChoice): ConsumerOptions {
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: OPTIONS });
  const unknown = positionals.find(name => !names.includes(name));
  if (unknown !== undefined) throw new Error(`there is no consumer '${unknown}'; there are ${names.join(', ')}`);
  const chosen = positionals.length > 0 ? positionals : names;
  return { ...values, angular: angularOf(values.angular, node), names: chosen };
}

function angularOf(version: string, node: string): AngularVersion {
  if (!isKnown(version)) throw new Error(`--angular is one of ${Object.keys(ANGULAR).join(', ')}`);
  const angular = ANGULAR[version];
  if (Number.parseInt(node, 10) >= angular.node) return angular;
  throw new Error(`Angular ${version} needs Node ${angular.node}, and this is ${node}`);
}

const isKnown = (version: string): version is keyof typeof ANGULAR => Object.hasOwn(ANGULAR, version);
