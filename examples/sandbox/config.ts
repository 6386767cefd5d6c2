import { isAtLeast } from './version.js';

/** Any part of the server's own `opencode.json`. */
export type ServerConfig = Readonly<Record<string, unknown>>;

/** The model every sandbox has, as a prompt names it. */
export const SCRIPTED_MODEL = 'scripted/scripted';

/** Keys that older servers refuse, and the first release that is known to take them. */
const NEWER_KEYS = { subagent_depth: '1.18.33' } as const;

/** The configuration without what a server of that version refuses to know. */
export const configFor = (version: string, config: ServerConfig): ServerConfig =>
  Object.fromEntries(Object.entries(config).filter(([key]) => isAtLeast(version, sinceOf(key))));

const sinceOf = (key: string): string => (key in NEWER_KEYS ? NEWER_KEYS[key as keyof typeof NEWER_KEYS] : '0');

/** An `opencode.json` with the scripted model and nothing else; overrides are merged in, objects deeply. */
export function sandboxConfig(modelUrl: string, overrides: ServerConfig = {}): ServerConfig {
  const base = {
    $schema: 'https://opencode.ai/config.json',
    autoupdate: false,
    share: 'manual',
    model: SCRIPTED_MODEL,
    small_model: SCRIPTED_MODEL,
    enabled_providers: ['scripted'],
    subagent_depth: 2,
    permission: { bash: 'ask', question: 'allow' },
    agent: { general: { permission: { task: 'allow' } } },
    provider: { scripted: provider(modelUrl) },
  };
  return merge(base, overrides);
}

function provider(baseURL: string): ServerConfig {
  return {
    npm: '@ai-sdk/openai-compatible',
    name: 'Scripted',
    options: { baseURL, apiKey: 'none' },
    models: {
      scripted: {
        name: 'Scripted model',
        reasoning: true,
        tool_call: true,
        cost: { input: 3, output: 15 },
        limit: { context: 200_000, output: 32_000 },
      },
    },
  };
}

function merge(base: ServerConfig, over: ServerConfig): ServerConfig {
  const merged = Object.entries(over).map(([key, value]) => {
    const before = base[key];
    return [key, isPlain(before) && isPlain(value) ? merge(before, value) : value] as const;
  });
  return { ...base, ...Object.fromEntries(merged) };
}

function isPlain(value: unknown): value is ServerConfig {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
