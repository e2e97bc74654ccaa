import { listEngines, measureEngine } from '../engine/backends/ladder.ts';
import { processPort } from './main-port.ts';
import type { ProbeRequest } from './probe-request.ts';

/** Entry of the process that looks at engines, one request a process: what it is asked stands in its one argument, as JSON. */
const { measure, options } = JSON.parse(process.argv[2] ?? '{}') as ProbeRequest;
const answer = measure === null ? listEngines(options) : await measureEngine(measure, options);
const main = processPort();
await main.post(answer);
main.leave();
