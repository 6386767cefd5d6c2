import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import * as ts from 'typescript';
import * as api from '../lib/index.js';

const ROOT = join(__dirname, '..');
const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');

/** A part of the README, from its heading to the next one of the same or a higher level. */
function section(heading: string): string {
  const start = readme.indexOf(`\n${heading}\n`);
  if (start < 0) throw new Error(`The README has no '${heading}'`);
  const [level = ''] = heading.split(' ');
  const rest = readme.slice(start + heading.length + 2);
  const next = rest.search(new RegExp(`^#{1,${String(level.length)}} `, 'm'));
  return next < 0 ? rest : rest.slice(0, next);
}

/** The rows of the tables in a text, as cells, without heads and rules. */
const rowsOf = (text: string): readonly (readonly string[])[] =>
  [...text.matchAll(/(?:^\|.*\n)+/gm)].flatMap(([table]) => {
    const lines = table.trim().split('\n').slice(2);
    return lines.map(line =>
      line
        .slice(1, -1)
        .split(' | ')
        .map(cell => cell.trim()),
    );
  });

/** What is written as code in a text. */
const codeIn = (text = ''): readonly string[] => [...text.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);

const column = (heading: string, index: number): readonly string[] =>
  rowsOf(section(heading)).flatMap(cells => codeIn(cells[index]));

describe('the code in the README', () => {
  const files = readdirSync(join(ROOT, 'examples'), { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.ts') && !name.includes('node_modules'))
    .map(name => readFileSync(join(ROOT, 'examples', name), 'utf8'));
  const blocks = [...readme.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, block = '']) => block.trimEnd());

  const nameOf = (block: string) => /(?:const|function|class|readonly) (\w+)/.exec(block)?.[1] ?? block;

  it.each(blocks.map(block => [nameOf(block), block]))('is in a file of examples/: %s', (_, block) => {
    expect(files.filter(file => file.includes(block))).toHaveLength(1);
  });

  it('is run: each recipe by a spec, itself or with the one that imports it', () => {
    const specs = ['spec/examples', 'spec/angular'].flatMap(folder =>
      readdirSync(join(ROOT, folder)).map(name => readFileSync(join(ROOT, folder, name), 'utf8')),
    );
    const recipes = readdirSync(join(ROOT, 'examples/recipes'), { recursive: true, encoding: 'utf8' });
    const isRun = (name: string) =>
      [...specs, ...files].some(text => text.includes(`/${basename(name).replace(/ts$/, 'js')}'`));
    expect(recipes.filter(name => /(?<!\.d)\.ts$/.test(name) && !isRun(name))).toEqual([]);
  });

  it('and its links lead to files: the reference copies them, and cannot copy folders', () => {
    const links = [...readme.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map(([, path = '']) => path);
    expect(links.filter(path => !ts.sys.fileExists(join(ROOT, path)))).toEqual([]);
  });
});

describe('the names in the README', () => {
  const INDEX = join(ROOT, 'lib/index.ts');
  const config = ts.getParsedCommandLineOfConfigFile(
    join(ROOT, 'tsconfig.lib.json'),
    {},
    {
      ...ts.sys,
      onUnRecoverableConfigFileDiagnostic: () => undefined,
    },
  );
  const program = ts.createProgram([INDEX], config?.options ?? {});
  const checker = program.getTypeChecker();
  const index = checker.getSymbolAtLocation(program.getSourceFile(INDEX)!)!;
  const exported = new Map(checker.getExportsOfModule(index).map(symbol => [symbol.name, resolved(symbol)]));
  const members = new Set(
    [...exported.values()].flatMap(symbol => propertiesOf(typeOf(symbol)).map(property => property.name)),
  );

  function resolved(symbol: ts.Symbol): ts.Symbol {
    return symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  }

  function typeOf(symbol: ts.Symbol): ts.Type {
    const isType = symbol.flags & (ts.SymbolFlags.Class | ts.SymbolFlags.Interface | ts.SymbolFlags.TypeAlias);
    return isType ? checker.getDeclaredTypeOfSymbol(symbol) : checker.getTypeOfSymbol(symbol);
  }

  function propertiesOf(type: ts.Type): readonly ts.Symbol[] {
    return type.isUnion() ? type.types.flatMap(member => member.getProperties()) : checker.getPropertiesOfType(type);
  }

  const propertyNames = (name: string): readonly string[] =>
    propertiesOf(typeOf(exported.get(name)!)).map(property => property.name);

  const HOLDERS = {
    client: 'OpencodeClient',
    stream: 'ReplyStream',
    view: 'SessionView',
    reply: 'Reply',
    prompts: 'Prompts',
  } as const;

  /** Whether `client.stream`, `reply.tokens.input`, `distill` or `messageID` is something there is. */
  function exists(code: string): boolean {
    const [first = '', ...path] = code.split('.');
    if (path.length === 0) return exported.has(first) || members.has(first);
    if (!(first in HOLDERS)) return false;
    let type: ts.Type | undefined = typeOf(exported.get(HOLDERS[first as keyof typeof HOLDERS])!);
    for (const name of path) {
      const property: ts.Symbol | undefined = type?.getProperty(name);
      type = property && checker.getTypeOfSymbol(property);
    }
    return type !== undefined;
  }

  it('are told apart by this spec', () => {
    expect(['client.stream', 'reply.tokens.input', 'distill', 'ReplyObserver', 'noReply'].filter(exists)).toHaveLength(
      5,
    );
    expect(['client.strem', 'reply.tokens.inputs', 'distil', 'foo.bar', 'no_reply'].filter(exists)).toEqual([]);
  });

  it('exist here, in the table for those who come from the gem', () => {
    const here = column('## Coming from `opencode-ruby`', 1);
    expect(here.length).toBeGreaterThan(100);
    expect(here.filter(code => !exists(code))).toEqual([]);
  });

  it('are all the names the gem has', () => {
    const there = column('## Coming from `opencode-ruby`', 0);
    const snake = (name: string) => name.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`);
    const observer = propertyNames('ReplyObserver').map(snake);
    expect(observer).toHaveLength(14);
    expect([...GEM, ...observer].filter(name => !there.includes(name))).toEqual([]);
  });

  it('hold every option in the option tables', () => {
    const options = ['### `new OpencodeClient(options)`', '### `client.stream(sessionID, text, options)`'];
    expect(column(options[0]!, 0)).toEqual(propertyNames('OpencodeClientOptions'));
    expect([...column(options[1]!, 0)].sort()).toEqual([...propertyNames('StreamOptions')].sort());
  });

  it('hold every error, with what it extends', () => {
    const errors = Object.values(api).filter(
      (value): value is typeof api.OpencodeError => typeof value === 'function' && value.prototype instanceof Error,
    );
    const told = rowsOf(section('## Errors')).map(([name, parent]) => [codeIn(name)[0], codeIn(parent)[0]]);
    const parentOf = (error: object) => (Object.getPrototypeOf(error) as { name: string }).name;
    expect(new Map(told as [string, string][])).toEqual(new Map(errors.map(error => [error.name, parentOf(error)])));
  });

  it('hold every Observable in the table of how they behave', () => {
    const told = column('## How each Observable behaves', 0).map(code => code.replace('()', ''));
    const siblings = propertyNames('ReplyStream').filter(name => /^\w+\$$/.test(name));
    const streams = propertyNames('OpencodeClient').filter(name => /^\w+\$$/.test(name));
    const selects = readFileSync(INDEX, 'utf8').matchAll(/export \{ (\w+)[^}]*\} from '\.\/select\//g);
    const operators = [...selects].map(([, name = '']) => name);
    const views = propertyNames('SessionView').filter(name => /^\w+\$$/.test(name));
    const calls = ['client.stream', 'client.attach', 'client.streamEvents', 'stream.abort', 'sse'];
    const all = [
      ...siblings.map(name => `stream.${name}`),
      ...streams.map(name => `client.${name}`),
      ...[...views, 'loadEarlier', 'stream'].map(name => `view.${name}`),
      ...operators,
      ...calls,
    ];
    expect([...told].sort()).toEqual(all.sort());
  });

  it('hold every REST method', () => {
    const own = ['stream', 'attach', 'session', 'streamEvents', 'close', 'http', 'bind'];
    const others = [...own, 'events$', 'connection$', 'sessions$', 'statuses$', 'attention$'];
    const methods = propertyNames('OpencodeClient').filter(name => !others.includes(name) && !name.startsWith('#'));
    expect([...codeIn(section('## REST methods'))].sort()).toEqual([...methods].sort());
  });

  it('hold every field of a part', () => {
    const told = rowsOf(section('## What a reply holds')).flatMap(cells => codeIn(cells[1]));
    const fields = propertiesOf(typeOf(exported.get('ReplyPart')!)).map(({ name }) => name);
    expect(fields.filter(name => !['id', 'messageID', 'type'].includes(name) && !told.includes(name))).toEqual([]);
  });

  it('hold every status of a reply', () => {
    const statuses = typeOf(exported.get('ReplyStatus')!);
    const names = statuses.isUnion() ? statuses.types.map(type => (type as ts.StringLiteralType).value) : [];
    const told = column('## What a reply holds', 0);
    expect([...told].sort()).toEqual([...names].sort());
  });
});

/** What the gem has, but for its observer's methods, which are named as ours. */
const GEM = `
  health create_session title permissions parent_id agent model metadata workspace_id update_session list_sessions
  children delete_session session_status get_messages abort_session send_message send_message_async parts system
  message_id no_reply tools format variant stream stream_timeout first_event_timeout idle_stream_timeout
  on_activity_tick stream_events on_subscribed list_questions reply_question reject_question reply_permission close
  OPENCODE_BASE_URL OPENCODE_SERVER_PASSWORD OPENCODE_TIMEOUT directory workspace MAX_SSE_BUFFER
  apply info total_cost total_input_tokens total_output_tokens prompts prompt_blocked? add_observer replace_parts
  sync_recovered_parts inject_part first_text_seen? tool_count result distill Result parts_json full_text
  reasoning_text tool_parts find find_by_call each_pending any_pending? asked_at resolve ToolPart PartSource
  stream_only? stamp TODO_UPDATED Todo canonicalize canonicalize_all extract_text extract_reasoning
  extract_tool_summary extract_interleaved_parts extract_tokens extract_cost extract_cache_tokens extract_error
  extract_artifact_files extract_artifacts_from_messages MAX_ARTIFACT_SIZE Tracer instrument notify Error
  ConnectionError TimeoutError SessionNotFoundError StaleSessionError IdleStreamError ServerError BadRequestError
`
  .trim()
  .split(/\s+/);

describe('the guarantees in the README', () => {
  const guarantees = section('## What you can rely on')
    .split('\n')
    .filter(line => /^\d+\. /.test(line));
  const proofs = guarantees.flatMap(line =>
    [...line.matchAll(/\]\(([^)]+\.spec\.ts)\) ((?:"[^"]+"(?:, )?)+)/g)].flatMap(([, file = '', names = '']) =>
      [...names.matchAll(/"([^"]+)"/g)].map(([, name = '']) => [file, name] as const),
    ),
  );

  it('name their specs, but for the one that a table proves', () => {
    expect(guarantees.filter(line => !line.includes('.spec.ts)'))).toHaveLength(1);
    expect(proofs.length).toBeGreaterThan(guarantees.length);
  });

  it.each(proofs)('are proved by what is there: %s "%s"', (file, name) => {
    expect(readFileSync(join(ROOT, file), 'utf8')).toMatch(new RegExp(`'${name.replace(/[.()*]/g, '\\$&')}'`));
  });
});
