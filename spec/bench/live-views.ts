import type { Api } from './support/api.js';
import { byName, measure, type Case } from './support/measure.js';
import { costs, type Finding } from './support/report.js';
import type { Scene } from './support/views/scene.js';
import { stageViews } from './support/views/stage.js';

const DELTAS = 10_000;

const usual: Scene = { sessions: 1, subscribers: 1, messages: 10, parts: 1 };

const SCENES: Readonly<Record<string, Readonly<Record<string, Partial<Scene>>>>> = {
  'A delta in a live view, by what is watched': {
    '1 session': {},
    '100 sessions': { sessions: 100, subscribers: 100 },
    '300 sessions': { sessions: 300, subscribers: 300 },
    '300 sessions, 1 000 subscribers': { sessions: 300, subscribers: 1_000 },
  },
  'A delta in a live view, by how many messages there are': {
    '10 messages': { messages: 10 },
    '100 messages': { messages: 100 },
    '1 000 messages': { messages: 1_000 },
  },
  'A delta in a live view, by how many parts its message has': {
    '10 parts': { parts: 10 },
    '100 parts': { parts: 100 },
    '1 000 parts': { parts: 1_000 },
  },
};

/** What one delta costs on its way from the bytes of the event stream to a subscriber of `messages$`. */
export async function liveViews(api: Api, rounds: number): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const [title, scenes] of Object.entries(SCENES)) {
    const cases = Object.entries(scenes).map(([name, scene]): Case => ({
      name,
      prepare: () => stageViews(api, { ...usual, ...scene }, DELTAS),
    }));
    const measured = await measure(cases, rounds);
    findings.push(costs(title, measured, byName(measured)(cases[0]?.name ?? ''), []));
  }
  return findings;
}
