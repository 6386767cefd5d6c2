import { asyncScheduler, Subject, type Observable } from 'rxjs';
import { sameValue } from '../reply/same-value.js';
import type { Verdict } from './verdict/verdict.js';

/** Milliseconds to the look after one that failed: doubled each time, up to a read's own limit. */
const RETRY = 1000;
const MAX_RETRY = 10_000;

/** When a turn is looked at next, what that look shall ask, and what the last ones left open. */
export class Looks {
  /** Whether the next look shall also ask for todos and prompts. */
  wantsAll = false;
  /** How many looks in a row failed, or lacked something. */
  failures = 0;
  /** When a look at everything last began, epoch ms. */
  lastAt = 0;
  private suspicion: { readonly verdict: Verdict; readonly since: number } | undefined;
  private readonly due$ = new Subject<number>();

  /** When somebody asks for a look: in how many milliseconds. The latest wins. */
  get asked$(): Observable<number> {
    return this.due$.asObservable();
  }

  /** Asks for a look in so many milliseconds. */
  lookIn(delay: number): void {
    this.due$.next(delay);
  }

  /** A look begins: whether it is at everything. What is asked for from now on is for the next. */
  begin(): boolean {
    const full = this.wantsAll;
    this.wantsAll = false;
    if (full) this.lastAt = asyncScheduler.now();
    return full;
  }

  /** A look failed, or lacked something: there shall be another, later each time. */
  retry(all: boolean): void {
    this.failures += 1;
    this.wantsAll ||= all;
    this.lookIn(Math.min(RETRY * 2 ** (this.failures - 1), MAX_RETRY));
  }

  /** Milliseconds until this verdict, which must be confirmed, has stood for long enough. */
  remaining(verdict: Verdict & { readonly confirm?: number }): number {
    const now = asyncScheduler.now();
    if (this.suspicion === undefined || !sameValue(this.suspicion.verdict, verdict))
      this.suspicion = { verdict, since: now };
    return (verdict.confirm ?? 0) - (now - this.suspicion.since);
  }

  /** What was suspected is not so, or not known any more. */
  dropSuspicion(): void {
    this.suspicion = undefined;
  }
}
