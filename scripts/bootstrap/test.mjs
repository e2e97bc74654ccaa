import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { prepare } from './prepare.mjs';
import { paths, textOf } from './settings.mjs';
import { runWith, toolScript } from './tools.mjs';

/** `test [vitest's arguments]`: every test, then the closing line `N passed, N failed`. */
export async function test(args) {
  const node = await prepare();
  const report = join(paths.out, 'test-report.json');
  mkdirSync(paths.out, { recursive: true });
  rmSync(report, { force: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const code = await runWith(node, [toolScript('vitest'), 'run', ...reporters, ...args]);
  const counts = countTests(textOf(report), code);
  process.stdout.write(`${closingLine(counts)}\n`);
  return counts.failed > 0 || counts.passed === 0 ? 1 : 0;
}

/** Counts of a JSON report of vitest; a file that could not be loaded, or a run that ended otherwise, is a failure. */
export function countTests(report, exitCode) {
  if (report === null) return { passed: 0, failed: 1, skipped: 0 };
  const { testResults } = JSON.parse(report);
  const states = testResults.flatMap(file => file.assertionResults.map(test => test.status));
  const count = wanted => states.filter(status => wanted.includes(status)).length;
  const unloaded = testResults.filter(
    file => file.status === 'failed' && !file.assertionResults.some(test => test.status === 'failed'),
  ).length;
  const failed = count(['failed']) + unloaded;
  return {
    passed: count(['passed']),
    failed: failed === 0 && exitCode !== 0 ? 1 : failed,
    skipped: count(['skipped', 'pending', 'todo', 'disabled']),
  };
}

export function closingLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
