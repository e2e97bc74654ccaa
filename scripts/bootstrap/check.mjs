import { availableParallelism } from 'node:os';
import { prepare } from './prepare.mjs';
import { capture } from './run-command.mjs';
import { toolEnvironment, toolScript } from './tools.mjs';

/** Longest first, so that the lanes end together. */
const CHECKS = [
  { name: 'lint', tool: ['eslint', '.', '--max-warnings=0', '--cache', '--cache-location=.out/eslint-cache', '--cache-strategy=content'] },
  { name: 'types', tool: ['tsc', '-b', '--pretty', 'false'] },
  { name: 'boundaries', tool: ['depcruise', 'src-shared', 'src-main', 'src-renderer', 'test'] },
  { name: 'dead code', tool: ['knip', '--no-progress'] },
  { name: 'format', tool: ['prettier', '--check', '.', '--log-level=warn', '--cache', '--cache-location=.out/prettier-cache'] },
];

/** `check`: types, lint, dependency rules, dead code, format; green only when all are. */
export async function check() {
  const node = await prepare();
  const waiting = [...CHECKS];
  const failed = [];
  const lane = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      if (!(await passes(node, next))) failed.push(next.name);
    }
  };
  await Promise.all(Array.from({ length: Math.min(3, availableParallelism()) }, lane));
  process.stdout.write(failed.length === 0 ? 'check: all green\n' : `check: ${failed.join(', ')} failed\n`);
  return failed.length === 0 ? 0 : 1;
}

async function passes(node, { name, tool: [command, ...args] }) {
  const begin = performance.now();
  const { code, output } = await capture(node, [toolScript(command), ...args], { env: toolEnvironment(node) });
  const seconds = ((performance.now() - begin) / 1000).toFixed(1);
  process.stdout.write(`${code === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)\n`);
  if (code !== 0) process.stdout.write(`${output.trimEnd()}\n\n`);
  return code === 0;
}
