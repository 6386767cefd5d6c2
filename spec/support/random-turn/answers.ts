import { laneOf, type Lane } from './lanes.js';
import { STAGE, type Place, type Scribe } from './scribe.js';
import type { Words } from './story.js';

/** The errors of turns that end badly. */
export const ERRORS = {
  aborted: { name: 'MessageAbortedError', data: { message: 'Aborted' } },
  failed: { name: 'APIError', data: { message: 'no', statusCode: 400, isRetryable: false } },
};

const WORDS: Words = {
  kind: 'text',
  words: ['not ', 'ours'],
  grows: 'by deltas',
  ends: 'as streamed',
  isRetried: false,
};
/** What an assistant's message begins with, and the ways it ends. */
export function frameOf(scribe: Scribe, place: Place, parentID: string) {
  const created = scribe.time();
  const info = { role: 'assistant', parentID, cost: 0, time: { created } };
  const completed = () => ({ time: { created, completed: scribe.time() } });
  return {
    begins: [scribe.status(place.sessionID, 'busy'), scribe.message(place, info)],
    ends: [scribe.message(place, { ...info, finish: 'stop', ...completed() })],
    finish: (finish: string, cost: number): Lane => [
      scribe.part(place, { id: scribe.id('prt'), type: 'step-finish', reason: finish, cost }),
      scribe.message(place, { ...info, finish, cost }),
      scribe.message(place, { ...info, finish, cost, ...completed() }),
    ],
    fails: (error: keyof typeof ERRORS): Lane => [
      scribe.message(place, { ...info, error: ERRORS[error], ...completed() }),
    ],
  };
}

/** A whole answer to somebody else's prompt on the stage. */
export function answerTo(scribe: Scribe, parentID: string) {
  const place = { sessionID: STAGE, messageID: scribe.id('msg') };
  const lane = laneOf(scribe, place, WORDS);
  return { lane, ...frameOf(scribe, place, parentID) };
}
