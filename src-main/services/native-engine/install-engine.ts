import { basename, join } from 'node:path';
import type { RegisteredEngine, SelfTestReport } from '../../../src-shared/domain/native-engine.ts';
import { AppFailure } from '../../../src-shared/lib/app-error.ts';
import { formatBytes } from '../../../src-shared/lib/units.ts';
import { fetchWheels, type InstallWork } from './fetch-wheels.ts';
import { DOWNLOADS, FETCHING, isWhole, sealFolder } from './installed-folder.ts';
import { folderNameOf, type EnginePackage } from './packages.ts';
import type { EnginePorts, InstalledFile } from './ports.ts';
import { passSelfTest, register } from './test-and-register.ts';

/**
 * Fetches, checks, unpacks, tests and registers TensorFlow's library. Until the last step nothing has changed for anyone: what
 * was registered stays, whatever goes wrong or whenever the process dies.
 */
export async function installEngine(work: InstallWork, wanted: EnginePackage): Promise<RegisteredEngine> {
  const { ports, onProgress } = work;
  const folder = join(ports.enginesFolder, folderNameOf(wanted));
  onProgress({ stage: 'preparing', bytes: 0, totalBytes: null, subject: wanted.wheel.requirement });
  if (await isWhole(ports, folder)) {
    const registered = ports.readRegistered();
    if (registered?.folder === folder) return registered;
  }
  const report = (await isWhole(ports, folder)) ? await passSelfTest(work, folder) : await makeFolder(work, wanted, folder);
  const engine = await register(work, { folder, origin: 'installed', flavour: wanted.flavour }, report);
  await ports.files.remove(join(ports.enginesFolder, DOWNLOADS));
  return engine;
}

/** The folder is whole, and its library passed its test, or all is as it was. */
async function makeFolder(work: InstallWork, wanted: EnginePackage, folder: string): Promise<SelfTestReport> {
  const { files, enginesFolder } = work.ports;
  const partial = `${folder}.partial`;
  await files.remove(partial);
  await requireSpace(work, wanted);
  try {
    const wheels = await fetchWheels(work, wanted);
    await files.makeFolder(partial);
    await sealFolder(work.ports, partial, await unpackAll(work, wanted, { wheels, folder: partial }));
    requireLibrary(work, partial);
    const report = await passSelfTest(work, partial);
    await putInPlace(work.ports, partial, folder);
    return report;
  } finally {
    // Whole downloads stay, so that the next attempt does not fetch them again.
    await files.remove(partial).catch(() => undefined);
    await files.remove(join(enginesFolder, FETCHING)).catch(() => undefined);
  }
}

/** By renames; a folder of the same name, damaged, makes way first. */
async function putInPlace({ files, enginesFolder }: EnginePorts, partial: string, folder: string): Promise<void> {
  const old = `${folder}.old`;
  await files.syncFolder(partial);
  await files.remove(old);
  if ((await files.list(folder)).length > 0) await files.rename(folder, old);
  await files.rename(partial, folder);
  await files.syncFolder(enginesFolder);
  await files.remove(old);
}

interface Unpacking {
  readonly wheels: readonly string[];
  readonly folder: string;
}

async function unpackAll(work: InstallWork, wanted: EnginePackage, { wheels, folder }: Unpacking): Promise<readonly InstalledFile[]> {
  const { ports, signal, onProgress } = work;
  const sizes = await Promise.all(wheels.map((wheel, i) => ports.wheels.unpackedBytes(wheel, wantedOf(wanted, i))));
  const totalBytes = sizes.reduce((sum, size) => sum + size, 0);
  await requireFree(work, totalBytes, 'the unpacked libraries');
  const written: InstalledFile[] = [];
  let bytes = 0;
  for (const [i, wheel] of wheels.entries()) {
    const subject = basename(wheel);
    const onBytes = (more: number): void => onProgress({ stage: 'unpacking', bytes: (bytes += more), totalBytes, subject });
    onBytes(0);
    const files = await ports.wheels.unpack({ wheel, folder, isWanted: wantedOf(wanted, i), signal, onBytes });
    const twice = files.find(file => written.some(other => other.name === file.name));
    if (twice !== undefined)
      throw new AppFailure({ code: 'install-failed', message: `Two wheels have a library of the same name, ${twice.name}`, path: wheel });
    written.push(...files);
  }
  return written;
}

/** TensorFlow's own libraries by name; of NVIDIA's wheels every library. */
function wantedOf({ libraries }: EnginePackage, index: number): (name: string) => boolean {
  return index === 0 ? name => libraries.includes(name) : name => /\.so(\.\d+)*$/.test(name);
}

function requireLibrary({ ports }: InstallWork, folder: string): void {
  const found = ports.findLibrary(folder);
  if (found.ok) return;
  throw new AppFailure({
    code: 'install-failed',
    message: `The wheel must hold TensorFlow's library for this machine. ${found.error.message}`,
    path: found.error.path,
  });
}

/** pip copies the finished wheel, so that for a moment there are two; later there are the wheels and what is unpacked. */
async function requireSpace(work: InstallWork, wanted: EnginePackage): Promise<void> {
  const folder = join(work.ports.enginesFolder, DOWNLOADS);
  const names = await work.ports.files.list(folder);
  const sizes = await Promise.all(names.map(name => work.ports.files.sizeOf(join(folder, name))));
  const there = sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0);
  await requireFree(work, requiredBytes(wanted) - Math.min(there, wanted.downloadBytes), 'the download and the unpacked libraries');
}

/** Free bytes that an installation from nothing needs. */
export function requiredBytes({ downloadBytes, unpackedBytes }: EnginePackage): number {
  return downloadBytes + Math.max(downloadBytes, unpackedBytes);
}

async function requireFree({ ports }: InstallWork, required: number, what: string): Promise<void> {
  const available = await ports.files.freeBytes(ports.enginesFolder);
  if (available >= required) return;
  throw new AppFailure({
    code: 'disk-full',
    message: `${formatBytes(required, 'en')} must be free for ${what}, but only ${formatBytes(available, 'en')} are`,
    path: ports.enginesFolder,
    hint: 'Free some space, or name a folder on another disk in the environment variable ESPALIER_ENGINES.',
  });
}
