import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  Extractor,
  ExtractorConfig,
  ExtractorLogLevel,
  type ExtractorMessage,
  type IExtractorMessagesConfig,
} from '@microsoft/api-extractor';

/** The public names of an entry point, and what is wrong with them. */
export interface Extract {
  readonly report: string;
  readonly complaints: readonly string[];
}

/** Where a report comes from, and goes to. */
export interface Extraction {
  readonly root: string;
  /** A folder of the package: declarations are in its `types`. */
  readonly folder: string;
  readonly entry: string;
  /** The file name of the report. */
  readonly name: string;
  /** The names that another entry point exports. */
  readonly known: ReadonlySet<string>;
}

/** What is not exported and may be seen all the same: `inferred.api.md` shows what it comes to. */
const HIDDEN = /^(Wire|Input|RestClient|ListedEvents|OtherEvents|[a-z]\w*(Schema|PartInput))$/;

/** Everything that is exported is public, and what needs words is checked with the documentation. */
const MESSAGES: IExtractorMessagesConfig = {
  compilerMessageReporting: { default: { logLevel: ExtractorLogLevel.Error } },
  extractorMessageReporting: {
    default: { logLevel: ExtractorLogLevel.Error },
    'ae-missing-release-tag': { logLevel: ExtractorLogLevel.None },
    'ae-undocumented': { logLevel: ExtractorLogLevel.None },
    // It looks in one entry point only; TypeDoc looks in all.
    'ae-unresolved-link': { logLevel: ExtractorLogLevel.None },
  },
  tsdocMessageReporting: { default: { logLevel: ExtractorLogLevel.Error } },
};

/** Extracts the report of one entry point. */
export async function extract(extraction: Extraction): Promise<Extract> {
  const { root, folder, name, known } = extraction;
  const complaints: string[] = [];
  Extractor.invoke(configOf(extraction), {
    localBuild: true,
    messageCallback: message => {
      if (message.logLevel === ExtractorLogLevel.Error && !isDecided(message, known))
        complaints.push(message.formatMessageWithLocation(root));
      message.logLevel = ExtractorLogLevel.None;
    },
  });
  return { report: withoutUnused(await readFile(join(folder, name), 'utf8')), complaints };
}

function configOf({ root, folder, entry, name }: Extraction): ExtractorConfig {
  return ExtractorConfig.prepare({
    configObject: {
      projectFolder: root,
      mainEntryPointFilePath: join(folder, 'types', entry),
      newlineKind: 'lf',
      compiler: {
        overrideTsconfig: {
          extends: './tsconfig.base.json',
          compilerOptions: { types: [], noEmit: true },
          files: [join(folder, 'types', entry)],
        },
      },
      apiReport: { enabled: true, reportFileName: name, reportFolder: folder, reportTempFolder: join(folder, 'temp') },
      messages: MESSAGES,
    },
    configObjectFullPath: undefined,
    packageJsonFullPath: join(root, 'package.json'),
  });
}

function isDecided({ messageId, text }: ExtractorMessage, known: ReadonlySet<string>): boolean {
  const symbol = /The symbol "(\w+)"/.exec(text)?.[1] ?? '';
  return messageId === 'ae-forgotten-export' && (HIDDEN.test(symbol) || known.has(symbol));
}

/** Without the imports of what only hidden types need: they come and go with the insides of the library. */
export function withoutUnused(report: string): string {
  const words = report.match(/[\w$]+/g) ?? [];
  const isUsed = (name: string): boolean => words.filter(word => word === name).length > 1;
  const line = /^import (?:type )?(?:\{ ([\w$]+) \}|\* as ([\w$]+)) from '[^']+';\n/gm;
  return report.replace(line, (text, one?: string, all?: string) => (isUsed(one ?? all ?? '') ? text : ''));
}
