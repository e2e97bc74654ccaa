import { runSelfTest } from '../engine/backends/libtensorflow/self-test.ts';
import type { SelfTestMessage, SelfTestRequest } from '../platform/self-test-process.ts';
import { processPort } from './main-port.ts';
import { toAppError } from '../../src-shared/lib/app-error.ts';

/** Entry of the process that tests a native library: one message, the report or why there is none. */
const { folder, threads } = JSON.parse(process.argv[2] ?? '{}') as SelfTestRequest;
const message = await runSelfTest(folder, { threads, now: () => performance.now() }).then(
  (report): SelfTestMessage => ({ report }),
  (thrown: unknown): SelfTestMessage => ({ error: toAppError(thrown) }),
);
const main = processPort();
await main.post(message);
main.leave();
