import { basename, join } from 'node:path';
import type { InstallProgress } from '../../../src-shared/domain/native-engine.ts';
import { AppFailure } from '../../../src-shared/lib/app-error.ts';
import { DOWNLOADS, FETCHING } from './installed-folder.ts';
import { requirementsOf, type EnginePackage, type PinnedWheel } from './packages.ts';
import type { EnginePorts, PipPort } from './ports.ts';

/** What the stages of an installation share. */
export interface InstallWork {
  readonly ports: EnginePorts;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: InstallProgress) => void;
}

/** Full paths; TensorFlow's own wheel first. */
export async function fetchWheels(work: InstallWork, wanted: EnginePackage): Promise<readonly string[]> {
  const { ports } = work;
  const pip = rememberPip(ports);
  await ports.files.makeFolder(join(ports.enginesFolder, DOWNLOADS));
  const wheel = await fetchPinned(work, pip, wanted);
  if (wanted.extra === null) return [wheel];
  const requirements = requirementsOf(await ports.wheels.readText(wheel, 'METADATA'), wanted.extra);
  if (requirements.length === 0) {
    const message = `${wanted.wheel.requirement} must name NVIDIA's packages under its extra '${wanted.extra}', but it names none`;
    throw new AppFailure({ code: 'install-failed', message, path: wheel });
  }
  const others: string[] = [];
  for (const requirement of requirements) others.push(await fetchNamed(work, pip, { requirement, platforms: wanted.platforms }));
  return [wheel, ...others];
}

/** Looked for when something is really to be fetched. */
function rememberPip(ports: EnginePorts): () => Promise<PipPort> {
  let found: Promise<PipPort> | null = null;
  return () => (found ??= ports.findPip());
}

async function fetchPinned(work: InstallWork, pip: () => Promise<PipPort>, { wheel, platforms }: EnginePackage): Promise<string> {
  const { ports, signal } = work;
  const path = join(ports.enginesFolder, DOWNLOADS, wheel.file);
  if ((await ports.files.sizeOf(path)) === wheel.bytes && (await hasPinnedHash(work, path, wheel))) return path;
  await ports.files.remove(path);
  const fetched = await fetch(work, pip, { requirement: wheel.requirement, platforms, totalBytes: wheel.bytes });
  const actual = await hashOf(work, fetched, wheel.requirement);
  if (actual !== wheel.sha256) {
    await ports.files.remove(fetched);
    throw new AppFailure({
      code: 'install-failed',
      message: `${basename(fetched)} must have the sha-256 ${wheel.sha256}, but what came has ${actual}: it is not the file that was tested, and was removed`,
      hint: 'The download was damaged, or the package index in use has another file under this name. Install again, or from another index.',
    });
  }
  signal.throwIfAborted();
  return keep(work, fetched);
}

/** A wheel that is known by name and range only: pip checks the index's hash, unpacking the wheel's own. */
async function fetchNamed(work: InstallWork, pip: () => Promise<PipPort>, wanted: Omit<Fetching, 'totalBytes'>): Promise<string> {
  const { ports } = work;
  const distribution = (/^[\w.-]+/.exec(wanted.requirement)?.[0] ?? '').replaceAll(/[-.]/g, '_');
  const folder = join(ports.enginesFolder, DOWNLOADS);
  const there = (await ports.files.list(folder)).find(name => name.startsWith(`${distribution}-`) && name.endsWith('.whl'));
  if (there !== undefined) return join(folder, there);
  return keep(work, await fetch(work, pip, { ...wanted, totalBytes: null }));
}

interface Fetching {
  readonly requirement: string;
  readonly platforms: readonly string[];
  /** Null when only pip will know. */
  readonly totalBytes: number | null;
}

async function fetch({ ports, signal, onProgress }: InstallWork, pip: () => Promise<PipPort>, wanted: Fetching): Promise<string> {
  const { requirement, platforms } = wanted;
  // A pip that outlived a killed installation writes on in the folder of that one.
  const folder = join(ports.enginesFolder, FETCHING, String(ports.nowMs()));
  const report = (bytes: number, announced: number | null): void => {
    const totalBytes = wanted.totalBytes ?? announced;
    onProgress({
      stage: 'downloading',
      bytes: totalBytes === null ? bytes : Math.min(bytes, totalBytes),
      totalBytes,
      subject: requirement,
    });
  };
  report(0, null);
  await ports.files.remove(join(ports.enginesFolder, FETCHING));
  await ports.files.makeFolder(folder);
  return (await pip()).download({ requirement, platforms, folder, signal, onBytes: report });
}

/** In place by one rename: a wheel among the downloads is whole. */
async function keep({ ports }: InstallWork, fetched: string): Promise<string> {
  const path = join(ports.enginesFolder, DOWNLOADS, basename(fetched));
  await ports.files.rename(fetched, path);
  await ports.files.syncFolder(join(ports.enginesFolder, DOWNLOADS));
  return path;
}

async function hasPinnedHash(work: InstallWork, path: string, wheel: PinnedWheel): Promise<boolean> {
  return (await hashOf(work, path, wheel.requirement)) === wheel.sha256;
}

async function hashOf({ ports, onProgress }: InstallWork, path: string, subject: string): Promise<string> {
  onProgress({ stage: 'verifying', bytes: 0, totalBytes: null, subject });
  return ports.files.sha256(path);
}
