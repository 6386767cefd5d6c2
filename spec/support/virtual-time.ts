/** The platform's own, also where a spec has made timers fake. */
const immediately = globalThis.setImmediate;

/** Makes time stand still until a spec lets it pass; whatever needs no time (streams, promises) goes on by itself. */
export function stopTime(): void {
  jest.useFakeTimers({ doNotFake: ['setImmediate', 'clearImmediate', 'nextTick', 'queueMicrotask', 'performance'] });
}

/** Lets everything happen that needs no time. */
export const calm = (): Promise<void> => new Promise(resolve => immediately(resolve));

/** Lets so many milliseconds pass, with all that happens in them. */
export async function pass(ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed++) {
    jest.advanceTimersByTime(1);
    await calm();
  }
}

/** Lets time pass from timer to timer until something is so, at most so many milliseconds. Tells whether it is. */
export async function passUntil(isSo: () => boolean, atMost: number): Promise<boolean> {
  const end = Date.now() + atMost;
  await calm();
  while (!isSo() && Date.now() < end && jest.getTimerCount() > 0) {
    jest.advanceTimersToNextTimer();
    await calm();
  }
  return isSo();
}
