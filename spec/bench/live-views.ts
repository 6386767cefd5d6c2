import type { Case } from './support/measure.js';
import type { Scene } from './support/scene.js';
import { stage } from './support/stage.js';

const DELTAS = 10_000;

const usual: Scene = { sessions: 1, subscribers: 1, messages: 10, parts: 1 };

const casesOf = (scenes: Readonly<Record<string, Partial<Scene>>>): readonly Case[] =>
  Object.entries(scenes).map(([name, scene]) => ({ name, prepare: () => stage({ ...usual, ...scene }, DELTAS) }));

/** What one delta costs on its way from the bytes of the event stream to a subscriber of `messages$`. */
export const liveViews: Readonly<Record<string, readonly Case[]>> = {
  'A delta, by what is watched': casesOf({
    '1 session': {},
    '100 sessions': { sessions: 100, subscribers: 100 },
    '300 sessions': { sessions: 300, subscribers: 300 },
    '300 sessions, 1 000 subscribers': { sessions: 300, subscribers: 1_000 },
  }),
  'A delta, by how many messages there are': casesOf({
    '10 messages': { messages: 10 },
    '100 messages': { messages: 100 },
    '1 000 messages': { messages: 1_000 },
  }),
  'A delta, by how many parts its message has': casesOf({
    '10 parts': { parts: 10 },
    '100 parts': { parts: 100 },
    '1 000 parts': { parts: 1_000 },
  }),
};
