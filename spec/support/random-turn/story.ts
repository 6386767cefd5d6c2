import * as fc from 'fast-check';

/** A text, or a thought, as a server may stream it. */
export interface Words {
  readonly kind: 'text' | 'reasoning';
  readonly words: readonly string[];
  /** Whether it grows by deltas, by the text so far (old servers), or comes at once. */
  readonly grows: 'by deltas' | 'so far' | 'at once';
  /** What its final text is beside what was streamed. */
  readonly ends: 'as streamed' | 'longer' | 'trimmed';
  /** Whether the provider fails in the middle of it: it is left open, and the step is tried again. */
  readonly isRetried: boolean;
}

/** A call of a tool. */
export interface Call {
  readonly kind: 'call';
  readonly tool: 'bash' | 'question' | 'todowrite' | 'task';
  /** How often `running` is said again while its output grows. */
  readonly progress: number;
  /** Whether a human is asked; for `task`, by the child. A question always asks. */
  readonly asks: boolean;
  readonly asksBeforeItRuns: boolean;
  readonly fails: boolean;
  /** For `task`: whether its child runs a child of its own, which then is the one that asks. */
  readonly isDeep: boolean;
}

/** Something else that happens meanwhile. */
export interface Aside {
  readonly kind: 'patch' | 'stray idle' | 'somebody prompts' | 'a part is removed' | 'a message is removed';
}

/** One thing that happens within a step of the model; its events mingle with those of the next one. */
export type Beat = Words | Call | Aside;

/** One request to the model, and the message that comes of it. */
export interface StoryStep {
  readonly beats: readonly Beat[];
  /** At each event, whether the next beat goes on instead of the present one. */
  readonly mingling: readonly boolean[];
}

/** How a turn ends. Some ends come in the middle of the last step. */
export type StoryEnd = 'stop' | 'length' | 'refused' | 'aborted' | 'failed' | 'killed';

/** Everything that happens on a session around one prompt. */
export interface Story {
  /** What the session did when the prompt came. */
  readonly before: 'nothing' | 'an ended turn' | 'a turn that is being aborted' | 'a turn that goes on';
  readonly steps: readonly StoryStep[];
  readonly end: StoryEnd;
  /** How many events of the last step there are before an end that comes in the middle of it. */
  readonly lasts: number;
  /** Which events are said twice, counted round: none, or every n-th. */
  readonly twice: number;
}

const words: fc.Arbitrary<Words> = fc.record({
  kind: fc.constantFrom('text', 'reasoning'),
  words: fc.array(fc.constantFrom('a ', 'bc ', '\n', 'd', ' '), { maxLength: 5 }),
  grows: fc.constantFrom('by deltas', 'so far', 'at once'),
  ends: fc.constantFrom('as streamed', 'longer', 'trimmed'),
  isRetried: fc.nat(7).map(chance => chance === 7),
});

const call: fc.Arbitrary<Call> = fc.record({
  kind: fc.constant('call'),
  tool: fc.constantFrom('bash', 'question', 'todowrite', 'task'),
  progress: fc.nat(2),
  asks: fc.boolean(),
  asksBeforeItRuns: fc.boolean(),
  fails: fc.boolean(),
  isDeep: fc.boolean(),
});

const aside: fc.Arbitrary<Aside> = fc.record({
  kind: fc.constantFrom('patch', 'stray idle', 'somebody prompts', 'a part is removed', 'a message is removed'),
});

const step: fc.Arbitrary<StoryStep> = fc.record({
  beats: fc.array(fc.oneof({ weight: 4, arbitrary: words }, { weight: 3, arbitrary: call }, aside), { maxLength: 4 }),
  mingling: fc.array(fc.boolean(), { maxLength: 12 }),
});

/** Every story there is. */
export const anyStory: fc.Arbitrary<Story> = fc.record({
  before: fc.constantFrom('nothing', 'an ended turn', 'a turn that is being aborted', 'a turn that goes on'),
  steps: fc.array(step, { minLength: 1, maxLength: 3 }),
  end: fc.constantFrom('stop', 'length', 'refused', 'aborted', 'failed', 'killed'),
  lasts: fc.nat(20),
  twice: fc.nat(6),
});
