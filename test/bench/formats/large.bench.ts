/**
 * A model of 25 million parameters in every format that holds floats, each written by a process of its own. Bars: at most 10 s to have
 * the files on the disk, and at most three times their size of memory beside the model itself (a capsule holds the model twice).
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { formats } from '../../../src-main/engine/formats/index.ts';
import type { BenchOptions } from '../fusion/bench-part.ts';
import type { ExportCost } from './export-large.ts';

const PROGRAM = fileURLToPath(new URL('export-large.ts', import.meta.url));
const [MOST_SECONDS, MOST_TIMES] = [10, 3];

export async function bench({ folder, quick }: BenchOptions): Promise<void> {
  await Promise.resolve();
  const width = quick ? 500 : 5000;
  for (const { id } of formats.all.filter(({ id }) => id !== 'c-header')) {
    const { status, stdout, stderr } = spawnSync(process.execPath, ['--expose-gc', PROGRAM, id, String(width), folder], {
      encoding: 'utf8',
    });
    if (status !== 0) {
      console.log(
        `  ${id.padEnd(12)} NOT WRITTEN: ${
          stderr
            .trim()
            .split('\n')
            .findLast(line => /Error|fail/i.test(line)) ?? stderr.slice(-300)
        }`,
      );
      continue;
    }
    const { seconds, modelBytes, fileBytes, memoryBytes } = JSON.parse(stdout) as ExportCost;
    const times = memoryBytes / Math.max(modelBytes, fileBytes);
    const verdict = seconds <= MOST_SECONDS && times <= MOST_TIMES ? 'holds' : 'DOES NOT HOLD';
    const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(0)} MB`;
    console.log(
      `  ${id.padEnd(12)} ${seconds.toFixed(1)} s, ${megabytes(fileBytes)} of files, ${megabytes(memoryBytes)} of memory (${times.toFixed(1)}×): ${verdict}`,
    );
  }
}
