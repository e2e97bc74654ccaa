import { runSelfTest } from '../engine/backends/libtensorflow/self-test.ts';
import type { SelfTestMessage } from '../platform/self-test-process.ts';
import { toAppError } from '../../src-shared/lib/app-error.ts';

/** Entry of the process that tests a native library: FOLDER THREADS; one message, the report or why there is none. */
const [folder = '', threads = '1'] = process.argv.slice(2);
const message = await runSelfTest(folder, { threads: Number(threads), now: () => performance.now() }).then(
  (report): SelfTestMessage => ({ report }),
  (thrown: unknown): SelfTestMessage => ({ error: toAppError(thrown) }),
);
process.send?.(message, () => process.disconnect());
