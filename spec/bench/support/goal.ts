/** A number that has to be reached. */
export interface Goal {
  readonly what: string;
  readonly value: number;
  readonly atLeast?: number;
  readonly atMost?: number;
}

/** Whether it is reached. */
export const isMet = ({ value, atLeast = -Infinity, atMost = Infinity }: Goal): boolean =>
  value >= atLeast && value <= atMost;

/** One line about it. */
export function judged(goal: Goal): string {
  const { what, value, atLeast, atMost } = goal;
  const limit = atLeast === undefined ? `at most ${String(atMost)}` : `at least ${String(atLeast)}`;
  return `${isMet(goal) ? 'met   ' : 'MISSED'} ${what}: ${value.toFixed(2)} (${limit})`;
}
