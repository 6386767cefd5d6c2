import type { ReplyOutcome } from '../../../lib/reply/reply.js';
import type { OpencodeEvent } from '../../../lib/wire/index.js';
import type { Script } from '../playback.js';
import { answerTo, ERRORS, frameOf } from './answers.js';
import { laneOf, mingle, promptOf, type Lane } from './lanes.js';
import { Scribe, STAGE, type Place } from './scribe.js';
import type { Beat, Call, Story, StoryStep } from './story.js';
import { PROMPT, removal, Teller } from './teller.js';

/** A story as a server tells it, and what must become of the turn. */
export interface Tale extends Script {
  readonly outcome: ReplyOutcome;
  readonly absorbedBy: string | undefined;
  /** The ids of parts that were taken away. */
  readonly removed: ReadonlySet<string>;
}

/** Tells a story. */
export function tell(story: Story): Tale {
  const teller = new Teller(new Scribe(), story.twice);
  const narration = new Narration(teller, story);
  const promptAt = narration.before();
  const absorbedBy = narration.steps();
  narration.after(absorbedBy);
  const { events, removed } = teller;
  const { end } = story;
  const outcome = absorbedBy === undefined ? OUTCOMES[end] : 'completed';
  const killed = absorbedBy === undefined && end === 'killed';
  return { sessionID: STAGE, messageID: PROMPT, events, promptAt, killed, outcome, absorbedBy, removed };
}

const OUTCOMES: Readonly<Record<Story['end'], ReplyOutcome>> = {
  stop: 'completed',
  length: 'completed',
  refused: 'completed',
  aborted: 'aborted',
  failed: 'failed',
  killed: 'interrupted',
};

const REFUSED: Call = {
  kind: 'call',
  tool: 'bash',
  progress: 0,
  asks: true,
  asksBeforeItRuns: true,
  fails: true,
  isDeep: false,
};

class Narration {
  /** Whoever else prompted while we ran. */
  #others: readonly string[] = [];
  #cost = 0;

  constructor(
    private readonly teller: Teller,
    private readonly story: Story,
  ) {}

  /** What was before the prompt, and the prompt. Gives how many events there were when it was sent. */
  before(): number {
    const { scribe } = this.teller;
    const other = scribe.id('msg');
    const { before } = this.story;
    const rest = before === 'nothing' ? [] : this.#earlierTurn(other, before);
    const promptAt = this.teller.events.length;
    const isAborted = before === 'a turn that is being aborted';
    if (isAborted) this.teller.say(scribe.error(STAGE, ERRORS.aborted), ...scribe.idle(STAGE));
    this.teller.say(...promptOf(scribe, PROMPT), ...rest, scribe.status(STAGE, 'busy'));
    return promptAt;
  }

  /** Gives what is still to come of it. */
  #earlierTurn(prompt: string, before: Story['before']): Lane {
    const asked = promptOf(this.teller.scribe, prompt);
    const answer = answerTo(this.teller.scribe, prompt);
    this.teller.say(...asked, ...answer.begins);
    if (before === 'an ended turn') {
      this.teller.say(...answer.lane, ...answer.ends, ...this.teller.scribe.idle(STAGE));
      return [];
    }
    this.teller.say(...answer.lane.slice(0, 2));
    return before === 'a turn that goes on'
      ? [...answer.lane.slice(2), ...answer.ends]
      : [...answer.lane.slice(-1), ...answer.fails('aborted'), ...this.teller.scribe.idle(STAGE)];
  }

  /** All steps of the turn; gives who took it over, if somebody did. */
  steps(): string | undefined {
    const { steps } = this.story;
    for (const [at, step] of steps.entries()) {
      const isLast = at === steps.length - 1;
      this.#step(step, isLast);
      if (!isLast && this.#others.length > 0) return this.#others.at(-1);
    }
    return undefined;
  }

  #step(step: StoryStep, isLast: boolean): void {
    const { scribe } = this.teller;
    const place = { sessionID: STAGE, messageID: scribe.id('msg') };
    const frame = frameOf(scribe, place, PROMPT);
    this.teller.say(...frame.begins, scribe.part(place, { id: scribe.id('prt'), type: 'step-start' }));
    const beats = isLast ? this.#lastBeats(step) : step.beats;
    const lane = mingle(
      beats.map(beat => this.#laneOf(place, beat)),
      step.mingling,
    );
    if (isLast && this.#endsAmid()) this.#breakOff(lane, frame.fails);
    else this.#finish(place, lane, isLast, frame.finish);
  }

  /** A step that calls a tool is not the last. */
  #lastBeats({ beats }: StoryStep): readonly Beat[] {
    const { end } = this.story;
    return end === 'stop' || end === 'length' ? beats.filter(({ kind }) => kind !== 'call') : beats;
  }

  #endsAmid(): boolean {
    const { end } = this.story;
    return end === 'aborted' || end === 'failed' || end === 'killed';
  }

  #laneOf(place: Place, beat: Beat): Lane {
    if (beat.kind === 'a part is removed') return [removal('part')];
    if (beat.kind === 'a message is removed') return [removal('message')];
    return beat.kind === 'somebody prompts'
      ? promptOf(this.teller.scribe, this.teller.scribe.id('msg'))
      : laneOf(this.teller.scribe, place, beat);
  }

  #breakOff(whole: Lane, fails: (error: 'aborted' | 'failed') => Lane): void {
    const { scribe } = this.teller;
    const { end, lasts } = this.story;
    this.#hear(whole.slice(0, lasts));
    if (end !== 'aborted' && end !== 'failed') return;
    this.teller.say(scribe.error(STAGE, ERRORS[end]), ...scribe.idle(STAGE));
    this.teller.say(...this.teller.closing(), ...fails(end), ...scribe.idle(STAGE));
  }

  #finish(place: Place, lane: Lane, isLast: boolean, finish: (finish: string, cost: number) => Lane): void {
    const { end } = this.story;
    this.#hear(lane);
    if (isLast && end === 'refused') this.#refuse(place);
    this.#cost += 1;
    const reason = isLast && (end === 'stop' || end === 'length') ? end : 'tool-calls';
    this.teller.say(...finish(reason, this.#cost));
    if (isLast && end === 'refused') this.teller.say(...this.teller.scribe.idle(STAGE));
    else this.teller.say(this.teller.scribe.status(STAGE, 'busy'));
  }

  /** A human says no to the last call. */
  #refuse(place: Place): void {
    const [pending, asked, running, , failed] = laneOf(this.teller.scribe, place, REFUSED);
    const refused = [pending, asked, running].filter(event => event !== undefined);
    this.teller.say(...refused, ...this.teller.closing().slice(0, 1), ...(failed === undefined ? [] : [failed]));
  }

  #hear(lane: Lane): void {
    this.#others = [...this.#others, ...lane.flatMap(promptIn)];
    this.teller.say(...lane);
  }

  /** Those who took over, or were queued, are answered, and the session comes to rest. */
  after(absorbedBy: string | undefined): void {
    const { scribe } = this.teller;
    const { end } = this.story;
    const goesOn = absorbedBy !== undefined || end === 'stop' || end === 'length';
    const next = this.#others.at(-1);
    if (goesOn && next !== undefined) {
      const answer = answerTo(scribe, next);
      this.teller.say(...answer.begins, ...answer.lane, ...answer.ends);
    }
    if (goesOn) this.teller.say(...scribe.idle(STAGE));
    if (goesOn || end !== 'killed') this.teller.say(scribe.event('session.diff', { sessionID: STAGE, diff: [] }));
  }
}

const promptIn = (event: OpencodeEvent): readonly string[] =>
  event.type === 'message.updated' && event.properties.info.role === 'user' && event.properties.info.sessionID === STAGE
    ? [event.properties.info.id]
    : [];
