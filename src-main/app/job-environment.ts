import { delimiter } from 'node:path';
import { readRegisteredLibrary } from '../platform/engine-registry.ts';
import type { Environment } from './environment.ts';

/**
 * What a process that computes finds in its environment. A CUDA build finds the libraries beside it only by the loader's
 * path, which is read before the process starts.
 */
export function jobEnvironmentOf({ enginesFolder, jobEnvironment, libraryPath }: Environment): Readonly<Record<string, string>> {
  const library = readRegisteredLibrary(enginesFolder);
  if (library?.isCuda !== true || process.platform !== 'linux') return jobEnvironment;
  const path = libraryPath === '' ? library.folder : `${library.folder}${delimiter}${libraryPath}`;
  return { ...jobEnvironment, LD_LIBRARY_PATH: path };
}
