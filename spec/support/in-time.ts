/** Seconds for what takes a moment, on a machine that has other work; done wrongly it takes minutes. */
const AMPLE = 20;

/** Runs something that must not take for ever. (What does not wait for anything, no timeout of jest interrupts.) */
export function inTime<T>(run: () => T): T {
  const began = performance.now();
  const result = run();
  expect((performance.now() - began) / 1000).toBeLessThan(AMPLE);
  return result;
}
