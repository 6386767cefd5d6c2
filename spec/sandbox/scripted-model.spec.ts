import {
  drop,
  fail,
  finish,
  reasoning,
  script,
  scripted,
  ScriptedModel,
  step,
  text,
  todowrite,
  tool,
  wait,
} from '../../examples/sandbox/index.js';

interface Chunk {
  readonly choices: readonly {
    readonly delta: {
      readonly content?: string;
      readonly reasoning_content?: string;
      readonly tool_calls?: readonly Call[];
    };
    readonly finish_reason: string | null;
  }[];
  readonly usage?: { readonly prompt_tokens: number; readonly completion_tokens: number };
}

interface Call {
  readonly index: number;
  readonly function: { readonly name?: string; readonly arguments: string };
}

type Message = readonly [role: string, content: string];

let model: ScriptedModel;

beforeEach(async () => {
  model = await ScriptedModel.start({ delay: 0 });
});

afterEach(() => model.stop());

const post = (...messages: Message[]): Promise<Response> =>
  fetch(`${model.url}/chat/completions`, {
    method: 'POST',
    body: JSON.stringify({ stream: true, messages: messages.map(([role, content]) => ({ role, content })) }),
  });

async function ask(...messages: Message[]): Promise<readonly Chunk[]> {
  const frames = (await (await post(...messages)).text()).trim().split('\n\n');
  expect(frames.at(-1)).toBe('data: [DONE]');
  return frames.slice(0, -1).map(frame => JSON.parse(frame.slice('data: '.length)) as Chunk);
}

const deltas = (chunks: readonly Chunk[]): Chunk['choices'][number]['delta'][] =>
  chunks.flatMap(chunk => chunk.choices.map(({ delta }) => delta));
const said = (chunks: readonly Chunk[]): string[] =>
  deltas(chunks).flatMap(({ content = '' }) => (content === '' ? [] : content));
const finishOf = (chunks: readonly Chunk[]): unknown => chunks.at(-2)?.choices[0]?.finish_reason;

describe('ScriptedModel', () => {
  it('speaks word by word, thinks apart, and counts', async () => {
    const chunks = await ask(['user', scripted('Go', step(reasoning('so so'), text('one  two\nthree ')))]);
    expect(said(chunks)).toEqual(['one', '  two', '\nthree ']);
    expect(deltas(chunks).flatMap(delta => delta.reasoning_content ?? [])).toEqual(['so', ' so']);
    expect(finishOf(chunks)).toBe('stop');
    expect(chunks.at(-1)?.usage).toMatchObject({ completion_tokens: 5 });
    expect(chunks.at(-1)?.usage?.prompt_tokens).toBeGreaterThan(0);
  });

  it('cuts by character, or not at all', async () => {
    const acts = step(text('a b', { cut: 'character' }), text('c d', { cut: 'whole' }));
    expect(said(await ask(['user', scripted('Go', acts)]))).toEqual(['a', ' ', 'b', 'c d']);
  });

  it('calls several tools in one step', async () => {
    const chunks = await ask(['user', scripted('Go', step(tool('a', { x: 1 }), todowrite({ b: 'pending' })))]);
    const calls = deltas(chunks).flatMap(delta => delta.tool_calls ?? []);
    expect(calls.map(call => [call.index, call.function.name ?? call.function.arguments])).toEqual([
      [0, 'a'],
      [0, '{"x":1}'],
      [1, 'todowrite'],
      [1, '{"todos":[{"id":"1","content":"b","status":"pending","priority":"medium"}]}'],
    ]);
    expect(finishOf(chunks)).toBe('tool_calls');
  });

  it('knows the step by the answers since the last prompt, and ends when the script does', async () => {
    const prompt: Message = ['user', scripted('Go', step(tool('a')), step(text('second')))];
    const before: Message[] = [['user', 'Earlier'], ['assistant', 'yes'], prompt];
    const results: Message[] = [['assistant', ''], ['tool', '1'], ['tool', '2']]; // prettier-ignore
    expect(said(await ask(...before, ...results))).toEqual(['second']);
    expect(said(await ask(...before, ...results, ['assistant', 'second']))).toEqual(['Done.']);
  });

  it('takes a script from a rule, a scenario, or has none', async () => {
    model.on(/^ping/, script(step(text('old'))));
    model.on('ping', script(step(text('pong'))));
    expect(said(await ask(['user', 'ping!']))).toEqual(['pong']);
    expect(said(await ask(['user', 'SCENARIO:tour'])).join('')).toContain('plan');
    expect(said(await ask(['user', 'SCENARIO:nope'])).join('')).toMatch(/There is no scenario nope; there is .*tour/);
    expect(said(await ask(['user', 'Hi you'])).join('')).toContain('"Hi you"');
  });

  it.each(['SCRIPT [', 'SCRIPT {"text":"x"}', 'SCRIPT ["x"]'])('says what is wrong with %s', async prompt => {
    expect(said(await ask(['user', prompt])).join('')).toContain('That SCRIPT cannot be played');
  });

  it('carries what other languages take for the end of a line', async () => {
    const words = 'one\u2028two\u2029three\u0085four';
    expect(said(await ask(['user', scripted('Go', step(text(words)))])).join('')).toBe(words);
  });

  it('refuses as often as told, each conversation for itself', async () => {
    const prompt: Message = ['user', scripted('Go', step(fail(429, { times: 2, retryAfter: 7 }), text('at last')))];
    const refused = await post(prompt);
    expect([refused.status, refused.headers.get('retry-after-ms')]).toEqual([429, '7']);
    expect((await post(prompt)).status).toBe(429);
    expect(said(await ask(prompt)).join('')).toBe('at last');
    expect((await post(['user', 'before'], ['assistant', 'yes'], prompt)).status).toBe(429);
    expect(model.requests.map(({ attempt }) => attempt)).toEqual([1, 2, 3, 1]);
  });

  it('drops the connection in the middle, after what it said', async () => {
    const prompt: Message = ['user', scripted('Go', step(text('half'), drop(), text(' whole')))];
    const { body } = await post(prompt);
    const heard: string[] = [];
    const reading = (async () => {
      for await (const bytes of body ?? []) heard.push(Buffer.from(bytes as Uint8Array).toString());
    })();
    await expect(reading).rejects.toThrow();
    expect(heard.join('')).toContain('half');
    expect(said(await ask(prompt)).join('')).toBe('half whole');
  });

  it('refuses after the gate that stands before the refusal', async () => {
    const refused = post(['user', scripted('Go', step(wait('refusal'), fail(401)))]);
    let ended = false;
    void refused.then(() => (ended = true));
    await model.reached('refusal');
    await ask(['user', 'Meanwhile']);
    expect(ended).toBe(false);
    model.release('refusal');
    expect((await refused).status).toBe(401);
  });

  it('stands at a gate until it is released', async () => {
    const answer = ask(['user', scripted('Go', step(text('a'), wait('gate'), text('b')))]);
    let ended = false;
    void answer.then(() => (ended = true));
    await model.reached('gate');
    await ask(['user', 'Meanwhile']);
    expect(ended).toBe(false);
    model.release('gate');
    expect(said(await answer)).toEqual(['a', 'b']);
  });

  it('is as new after a reset', async () => {
    const prompt: Message = ['user', scripted('Go', step(fail(503, { times: 1 }), wait('gate'), text('a')))];
    const standing = ask(['user', scripted('Stand', step(wait('for ever')))]);
    const broken = expect(standing).rejects.toThrow();
    await model.reached('for ever');
    model.on('Hello', script(step(text('b'))));
    model.release('gate');
    expect((await post(prompt)).status).toBe(503);
    model.reset({ delay: 0 });
    await broken;
    expect(model.requests).toEqual([]);
    expect(said(await ask(['user', 'Hello'])).join('')).not.toBe('b');
    expect((await post(prompt)).status).toBe(503);
    const answer = ask(prompt);
    await model.reached('gate');
    model.release('gate');
    expect(said(await answer)).toEqual(['a']);
  });

  it('says another reason to stop', async () => {
    expect(finishOf(await ask(['user', scripted('Go', step(text('a'), finish('length')))]))).toBe('length');
  });

  it('makes titles out of the prompt, whatever its script says', async () => {
    const prompt = scripted('Explain monads to me, please, in two sentences', step(fail(500)));
    const chunks = await ask(['system', 'You are a title generator.'], ['user', prompt]);
    expect(said(chunks).join('')).toBe('Explain monads to me, please, in');
    expect(model.requests[0]?.title).toBe(true);
  });
});
