import * as fc from 'fast-check';
import { lastValueFrom, toArray } from 'rxjs';
import { OpencodeError } from '../../lib/errors.js';
import { AMPLE, runs } from '../support/fuzz.js';
import { anyFrame, spoiled, written } from '../support/hostile/frames.js';
import { untouched } from '../support/hostile/prototypes.js';
import { rows, type Row } from './endpoints.js';
import { stub } from './support.js';

untouched();

/** A message, whole, for the lists that the usual answers leave empty. */
const MESSAGE = {
  info: { id: 'msg_1', role: 'assistant', time: { created: 1 }, error: { name: 'APIError', data: { message: 'x' } } },
  parts: [
    { id: 'prt_1', messageID: 'msg_1', type: 'text', text: 'x', time: { start: 1 } },
    { id: 'prt_2', messageID: 'msg_1', type: 'tool', tool: 'bash', state: { status: 'running', input: {} } },
  ],
};
const ASKED = {
  id: 'req_1',
  sessionID: 'ses_1',
  questions: [{ question: 'x', options: [{ label: 'a' }] }],
  permission: 'bash',
};
const ERROR = { name: 'NotFoundError', data: { message: 'Session not found: x' }, _tag: 'QuestionNotFoundError' };

interface Answer {
  readonly row: Row;
  readonly status: number;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

const header = fc.constantFrom(
  '',
  '0',
  '-1',
  '1e999',
  '9'.repeat(400),
  'Wed, 21 Oct 2015 07:28:00 GMT',
  'é',
  '__proto__',
);
const headers = fc.record(
  {
    'content-type': header,
    'retry-after': header,
    'x-next-cursor': header,
    'content-length': header,
    'content-encoding': header,
  },
  { requiredKeys: [] },
);
const status = fc.constantFrom(
  200,
  200,
  200,
  201,
  206,
  299,
  300,
  304,
  400,
  401,
  403,
  404,
  404,
  409,
  418,
  429,
  500,
  503,
  599,
);

const bodyOf = ([, answer]: Row): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 4, arbitrary: spoiled(answer) },
    { weight: 2, arbitrary: fc.constantFrom([MESSAGE], [ASKED], [{ content: 'a' }], ERROR).chain(spoiled) },
    anyFrame,
    fc.constantFrom('', ' ', '<html>', '\uFEFF{}', '{"a":', 'null', '[]', '{}', '"text"', '[null]', '\u0000'),
  );

const anyAnswer: fc.Arbitrary<Answer> = fc
  .constantFrom(...rows)
  .chain(row => fc.record({ row: fc.constant(row), status, body: bodyOf(row), headers }));

const responseOf = ({ status: code, body, headers: given }: Answer): Response =>
  new Response(code === 304 ? null : written(body), { status: code, headers: given });

/** What an answer comes to. */
async function outcomeOf(
  answer: Answer,
): Promise<{ readonly values: readonly unknown[] } | { readonly error: unknown }> {
  const { http } = stub(() => responseOf(answer));
  const [, , run] = answer.row;
  return lastValueFrom(run(http).pipe(toArray())).then(
    values => ({ values }),
    (error: unknown) => ({ error }),
  );
}

describe('every endpoint', () => {
  it(
    'emits one value or errors with a typed error, whatever is answered',
    async () => {
      await fc.assert(
        fc.asyncProperty(anyAnswer, async answer => {
          const outcome = await outcomeOf(answer);
          if ('values' in outcome) {
            expect([outcome.values.length, answer.status < 300]).toEqual([1, true]);
            return;
          }
          const { error } = outcome;
          expect(error).toBeInstanceOf(OpencodeError);
          const { message, response } = error as OpencodeError;
          expect(message.length).toBeLessThan(2_000);
          expect(response?.status).toBe(answer.status);
        }),
        runs(1_500),
      );
    },
    AMPLE,
  );
});
