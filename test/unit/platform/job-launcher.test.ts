import { expect, it } from 'vitest';
import type { StartChild } from '../../../src-main/platform/child-process.ts';
import { createJobLauncher } from '../../../src-main/platform/job-launcher.ts';

it('starts every job process under the allocator’s settings, beside those that are asked for at each start, and tells it the engine it will need', () => {
  const started: unknown[] = [];
  const start = ((options: unknown) => started.push(options)) as unknown as StartChild;
  const launcher = createJobLauncher({ entry: 'worker.js', start, environment: () => ({ TURN: String(started.length) }) });
  launcher.start({ engine: 'libtensorflow', library: '/engines/one' });
  launcher.start({ engine: '', library: null });
  const settings = { MALLOC_MMAP_THRESHOLD_: '1000000000', MALLOC_TRIM_THRESHOLD_: '4000000000', MALLOC_TOP_PAD_: '67108864' };
  expect(started).toEqual([
    { entry: 'worker.js', args: ['libtensorflow', '/engines/one'], environment: { ...settings, TURN: '0' } },
    { entry: 'worker.js', args: [''], environment: { ...settings, TURN: '1' } },
  ]);
});
