import { createNativeEngine } from '../../src-main/services/native-engine/native-engine.ts';
import { madePorts, makeWheels } from './native-install.ts';

/**
 * A process that installs: `node install-main.ts ENGINES WHEELS STAGE`. Says each stage on standard output, and never gets
 * past STAGE, so that it can be killed there.
 */
const [enginesFolder = '', wheelsFolder = '', stage = ''] = process.argv.slice(2);
/** Keeps the process alive, and never comes. */
const forever = (): Promise<never> => new Promise(() => setInterval(() => undefined, 1e8));
const wheels = makeWheels(wheelsFolder);
const ports = madePorts(enginesFolder, wheels);
const stopped = madePorts(enginesFolder, wheels, {
  ...(stage === 'testing' && { selfTest: forever }),
  ...(stage === 'downloading' && { findPip: forever }),
  ...(stage === 'unpacking' && {
    wheels: { ...ports.wheels, unpack: async request => (await ports.wheels.unpack(request), forever()) },
  }),
});
await createNativeEngine(stopped, progress => void process.stdout.write(`${progress?.stage ?? 'ended'} ${progress?.bytes ?? 0}\n`)).install(
  'cpu',
);
