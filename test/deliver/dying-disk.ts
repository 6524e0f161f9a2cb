import fs from 'node:fs';

const STEPS = ['mkdirSync', 'writeFileSync', 'renameSync', 'unlinkSync', 'rmSync', 'rmdirSync', 'utimesSync'] as const;

/**
 * Runs an action on a disk that takes so many steps that change it and no more, as if the process were
 * killed then. True when that was enough.
 */
export function withSteps(steps: number, action: () => void): boolean {
  let left = steps;
  const spies = STEPS.map(name => {
    const real = fs[name] as (...args: unknown[]) => unknown;
    return jest.spyOn(fs, name as 'rmSync').mockImplementation(((...args: unknown[]) => {
      left -= 1;
      if (left < 0) {
        throw new Error('the disk is gone');
      }
      return real(...args);
    }) as never);
  });
  try {
    action();
  } catch (e) {
    if (left >= 0) {
      throw e;
    }
  } finally {
    spies.forEach(spy => spy.mockRestore());
  }
  return left >= 0;
}
