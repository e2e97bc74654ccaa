import { prepareEngine } from '../engine/backends/prepare-engine.ts';

/**
 * Entry of a job's process. Its arguments are the engine that the order will ask for and the folder of TensorFlow's library: what
 * takes that engine longest begins before the rest of the program is read.
 */
const [engine = '', libraryFolder] = process.argv.slice(2);
await prepareEngine(engine, { libraryFolder });
const { work } = await import('./work.ts');
await work();
