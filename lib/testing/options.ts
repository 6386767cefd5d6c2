import type { SchedulerLike } from 'rxjs';

/** What a scripted server may do otherwise. */
export interface ScriptedOpencodeOptions {
  /**
   * Milliseconds before each event of a turn.
   * @defaultValue 1
   */
  readonly pace?: number;
  /**
   * The clock of turns and delays; a `VirtualTimeScheduler` lets a test move it. Heartbeats keep to the client's clock.
   * @defaultValue `asyncScheduler`: real time, or the fake timers of jest, vitest and jasmine
   */
  readonly scheduler?: SchedulerLike;
  /**
   * Milliseconds between two heartbeats of an event stream.
   * @defaultValue 10 000
   */
  readonly heartbeat?: number | false;
  /**
   * The directory the server works in.
   * @defaultValue `/project`
   */
  readonly directory?: string;
  /**
   * The models there are, as `provider/model`; prompts for others are refused.
   * @defaultValue any
   */
  readonly models?: readonly string[];
  /**
   * The agents there are; prompts for others are refused.
   * @defaultValue any
   */
  readonly agents?: readonly string[];
}
