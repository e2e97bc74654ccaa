import { createNativeEngine } from '../../src-main/services/native-engine/native-engine.ts';
import { madePorts, makeWheels, PASSED } from './native-install.ts';

/**
 * A process that installs: `node install-main.ts ENGINES WHEELS STAGE`. Says each stage on standard output, and never gets
 * past STAGE, so that it can be killed there.
 */
const [enginesFolder = '', wheelsFolder = '', stage = ''] = process.argv.slice(2);
const forever = <T>(value: T): Promise<T> => new Promise(resolve => setTimeout(resolve, 1e8, value));
const wheels = makeWheels(wheelsFolder);
const ports = madePorts(enginesFolder, wheels);
const stopped = madePorts(enginesFolder, wheels, {
  ...(stage === 'testing' && { selfTest: () => forever(PASSED) }),
  ...(stage === 'downloading' && { findPip: () => forever(ports.findPip()) }),
  ...(stage === 'unpacking' && {
    wheels: { ...ports.wheels, unpack: async request => (await ports.wheels.unpack(request), forever([])) },
  }),
});
await createNativeEngine(stopped, progress => void process.stdout.write(`${progress?.stage ?? 'ended'} ${progress?.bytes ?? 0}\n`)).install(
  'cpu',
);
