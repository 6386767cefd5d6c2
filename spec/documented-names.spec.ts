import { readFileSync } from 'node:fs';
import * as api from '../lib/index.js';
import { ApiNames, INDEX } from './support/api-names.js';
import { codeIn, entriesIn, namesIn, Page, type Entry } from './support/written.js';

const readme = new Page('README.md');
const migrating = new Page('MIGRATING.md');
const names = new ApiNames();

it('names that exist are told from others by this spec', () => {
  const there = ['client.stream', 'reply.tokens.input', 'distill', 'ReplyObserver', 'noReply'];
  expect(there.filter(names.has)).toEqual(there);
  expect(['client.strem', 'reply.tokens.inputs', 'distil', 'foo.bar', 'no_reply'].filter(names.has)).toEqual([]);
});

describe('the README', () => {
  it('has every option', () => {
    const clientOptions = namesIn(readme.section('### `new OpencodeClient(options)`'));
    expect(clientOptions).toEqual(names.propertiesOf('OpencodeClientOptions'));
    const streamOptions = namesIn(readme.section('### `client.stream(sessionID, text, options)`'));
    expect([...streamOptions].sort()).toEqual([...names.propertiesOf('StreamOptions')].sort());
  });

  it('has every error, under the one it extends', () => {
    const errors = Object.values(api).filter(
      (value): value is typeof api.OpencodeError => typeof value === 'function' && value.prototype instanceof Error,
    );
    const parentOf = (error: object) => (Object.getPrototypeOf(error) as { name: string }).name;
    const told = entriesIn(readme.section('## Errors'));
    const parents = told.map(({ names: [name = ''] }, at) => [name, above(told, at) ?? 'Error'] as const);
    expect(new Map(parents)).toEqual(new Map(errors.map(error => [error.name, parentOf(error)])));
  });

  it('says how every Observable behaves', () => {
    const told = namesIn(readme.section('## How each Observable behaves')).map(code => code.replace('()', ''));
    const selects = readFileSync(INDEX, 'utf8').matchAll(/export \{ (\w+)[^}]*\} from '\.\/select\//g);
    const all = [
      ...names.observablesOf('ReplyStream').map(name => `stream.${name}`),
      ...names.observablesOf('OpencodeClient').map(name => `client.${name}`),
      ...[...names.observablesOf('SessionView'), 'loadEarlier', 'stream'].map(name => `view.${name}`),
      ...[...selects].map(([, name = '']) => name),
      ...['client.stream', 'client.attach', 'client.streamEvents', 'stream.abort', 'sse'],
    ];
    expect([...told].sort()).toEqual(all.sort());
  });

  it('has every REST method', () => {
    const own = ['stream', 'attach', 'session', 'streamEvents', 'close', 'http', 'bind'];
    const others = [...own, ...names.observablesOf('OpencodeClient')];
    const methods = names
      .propertiesOf('OpencodeClient')
      .filter(name => !others.includes(name) && !name.startsWith('#'));
    expect([...codeIn(readme.section('## REST methods'))].sort()).toEqual([...methods].sort());
  });

  it('has every field of a part', () => {
    const told = codeIn(readme.section('### Its parts'));
    expect(names.propertiesOf('ReplyPart').filter(name => !told.includes(name))).toEqual([]);
  });

  it('has every status of a reply', () => {
    const told = namesIn(readme.section('### Its status'));
    expect([...told].sort()).toEqual([...names.wordsOf('ReplyStatus')].sort());
  });
});

/** The first name of the entry that this one stands under. */
function above(entries: readonly Entry[], at: number): string | undefined {
  const { depth } = entries[at]!;
  return entries.slice(0, at).findLast(entry => entry.depth < depth)?.names[0];
}

describe('the page for those who come from the gem', () => {
  const lines = [...migrating.text.matchAll(/^- (.+?) → ((?:`[^`]+`|[^:`\n])+)/gm)];
  const there = lines.flatMap(([, name]) => codeIn(name));

  it('has names that exist here', () => {
    const here = lines.flatMap(([, , name]) => codeIn(name));
    expect(here.length).toBeGreaterThan(100);
    expect(here.filter(code => !names.has(code))).toEqual([]);
  });

  it('has all the names of the gem', () => {
    const snake = (name: string) => name.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`);
    const observer = names.propertiesOf('ReplyObserver').map(snake);
    expect(observer).toHaveLength(14);
    expect([...GEM, ...observer].filter(name => !there.includes(name))).toEqual([]);
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
