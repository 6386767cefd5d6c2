import { InjectionToken, makeEnvironmentProviders, type EnvironmentProviders } from '@angular/core';
import type { OpencodeClientOptions } from 'opencode-rx';

/** Which server the dashboard shows, and who is asking. */
export interface Settings {
  readonly baseUrl: string;
  readonly username?: string;
  readonly password?: string;
  /** Prompts to begin with, offered where nothing has been said yet. */
  readonly suggestions?: readonly string[];
}

/** The settings the app was started with. */
export const SETTINGS = new InjectionToken<Settings>('Settings');

const STORAGE_KEY = 'opencode-dashboard.server';
const FALLBACK: Settings = { baseUrl: 'http://localhost:4096' };

/** What the client needs to know of the settings. */
export const clientOptions = ({ baseUrl, username, password }: Settings): OpencodeClientOptions => ({
  baseUrl,
  username,
  password,
});

/** Makes the settings injectable. */
export const provideSettings = (settings: Settings): EnvironmentProviders =>
  makeEnvironmentProviders([{ provide: SETTINGS, useValue: settings }]);

/** What was typed into the form in this tab, else what the page was deployed with, else a server on this machine. */
export async function loadSettings(): Promise<Settings> {
  return asSettings(parsed(sessionStorage.getItem(STORAGE_KEY))) ?? (await deployedSettings()) ?? FALLBACK;
}

/** Keeps the settings for this tab; they count from the next load of the page. */
export function saveSettings(settings: Settings): void {
  sessionStorage.setItem(STORAGE_KEY, JSON.stringify(settings));
}

/** Whether the text is an address a server can have. */
export function isServerAddress(address: string): boolean {
  return URL.canParse(address) && /^https?:$/.test(new URL(address).protocol);
}

async function deployedSettings(): Promise<Settings | undefined> {
  try {
    const answer = await fetch('config.json');
    return answer.ok ? asSettings(await answer.json()) : undefined;
  } catch {
    return undefined;
  }
}

function parsed(json: string | null): unknown {
  try {
    return JSON.parse(json ?? 'null');
  } catch {
    return undefined;
  }
}

function asSettings(value: unknown): Settings | undefined {
  const { baseUrl, username, password, suggestions } = (value ?? {}) as Partial<Record<keyof Settings, unknown>>;
  if (typeof baseUrl !== 'string' || !isServerAddress(baseUrl)) return undefined;
  return {
    baseUrl,
    ...(typeof username === 'string' && username !== '' && { username }),
    ...(typeof password === 'string' && password !== '' && { password }),
    ...(Array.isArray(suggestions) && { suggestions: suggestions.map(String) }),
  };
}
