import { measureEngines } from '../engine/backends/ladder.ts';

/** Entry of the process that measures the engines: one message, the `EngineStatus`. */
const status = await measureEngines();
process.send?.(status, () => process.disconnect());
