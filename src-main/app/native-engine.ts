import { readdir, readFile, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { InstallProgress } from '../../src-shared/domain/native-engine.ts';
import { AppFailure } from '../../src-shared/lib/app-error.ts';
import { findLibrary } from '../engine/backends/libtensorflow/library-folder.ts';
import { systemClock } from '../platform/clock.ts';
import { nodeDisk } from '../platform/disk.ts';
import { readRegisteredEngine, removeRegisteredEngine, replaceFile, writeRegisteredEngine } from '../platform/engine-registry.ts';
import { findPip } from '../platform/pip.ts';
import { createSelfTest, type SelfTestOptions } from '../platform/self-test-process.ts';
import { sha256OfFile } from '../platform/sha256.ts';
import { readWheelText, unpackedBytes, unpackWheel } from '../platform/unpack-wheel.ts';
import { createNativeEngine, type NativeEngine } from '../services/native-engine/native-engine.ts';
import { packageFor } from '../services/native-engine/packages.ts';
import type { EnginePorts, FilePort } from '../services/native-engine/ports.ts';
import { takeExclusive } from '../stores/exclusive-file.ts';
import type { Environment } from './environment.ts';

/** The native engine of this machine, with everything it touches. */
export function openNativeEngine(environment: Environment, onChange: (progress: InstallProgress | null) => void): NativeEngine {
  return createNativeEngine(enginePorts(environment), onChange);
}

/** Exported for tests, which put something else in the place of a port. */
export function enginePorts(environment: Environment): EnginePorts {
  const { enginesFolder, pythons } = environment;
  return {
    enginesFolder,
    packageFor: flavour => packageFor(`${process.platform}-${process.arch}`, flavour),
    ...systemClock,
    lock: () => lockEngines(enginesFolder),
    readRegistered: () => readRegisteredEngine(enginesFolder),
    writeRegistered: engine => (engine === null ? removeRegisteredEngine(enginesFolder) : writeRegisteredEngine(enginesFolder, engine)),
    findLibrary: folder => findLibrary(folder),
    selfTest: createSelfTest(selfTestOptions(environment)),
    findPip: () => findPip(pythons),
    wheels: { readText: readWheelText, unpack: unpackWheel, unpackedBytes },
    files: nodeFiles,
  };
}

function selfTestOptions({ selfTestEntry, jobEnvironment, libraryPath, cores, startChild }: Environment): SelfTestOptions {
  return { entry: selfTestEntry, environment: jobEnvironment, libraryPath, threads: cores, start: startChild };
}

function lockEngines(enginesFolder: string): { release(): void } {
  const taken = takeExclusive(join(enginesFolder, 'lock'));
  if (taken !== null) return taken;
  throw new AppFailure({
    code: 'install-failed',
    message: 'The native engine is being installed or removed by another Espalier',
    path: enginesFolder,
    hint: 'Wait until it has finished, then try again.',
  });
}

const nodeFiles: FilePort = {
  makeFolder: nodeDisk.makeFolder,
  rename: nodeDisk.rename,
  syncFolder: nodeDisk.syncFolder,
  remove: nodeDisk.remove,
  list: path => readdir(path).catch(() => []),
  sizeOf: path =>
    stat(path).then(
      found => (found.isFile() ? found.size : null),
      () => null,
    ),
  sha256: sha256OfFile,
  freeBytes: async path => {
    const { bavail, bsize } = await statfs(path);
    return bavail * bsize;
  },
  readText: path => readFile(path, 'utf8').catch(() => null),
  replaceText: replaceFile,
};
