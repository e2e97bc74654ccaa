import { execFileSync } from 'node:child_process';
import { constants } from 'node:os';
import { expect, it } from 'vitest';

const MODULE = new URL('../../src-main/platform/yield-to-screens.ts', import.meta.url).href;

function priorityAfter(code: string): number {
  const script = `import { getPriority } from 'node:os'; ${code}; console.log(getPriority());`;
  return Number(execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' }));
}

it('a job process computes behind what the person does', () => {
  expect(priorityAfter('')).toBe(constants.priority.PRIORITY_NORMAL);
  expect(priorityAfter(`const { yieldToScreens } = await import(${JSON.stringify(MODULE)}); yieldToScreens()`)).toBe(
    constants.priority.PRIORITY_BELOW_NORMAL,
  );
});
