import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ENGINE_FLAVOURS, type RegisteredEngine, type SelfTestReport } from '../../src-shared/domain/native-engine.ts';
import { nodeDisk, withTemporary, type Disk } from './disk.ts';

const FILE = 'registered.json';

/** The native library in use; null when none is, or when what is written there can't be understood. */
export function readRegisteredEngine(enginesFolder: string): RegisteredEngine | null {
  try {
    return parseRegistered(JSON.parse(readFileSync(join(enginesFolder, FILE), 'utf8')));
  } catch {
    return null;
  }
}

/** The native library in use, as far as starting it goes. */
export interface RegisteredLibrary {
  /** Absolute: where the library's files lie. */
  readonly folder: string;
  readonly isCuda: boolean;
  /** Changes whenever another library is in use. */
  readonly fingerprint: string;
}

/** Null when nothing is registered, or what is written can't be understood. */
export function readRegisteredLibrary(enginesFolder: string): RegisteredLibrary | null {
  const engine = readRegisteredEngine(enginesFolder);
  if (engine === null) return null;
  const { folder, tensorflow, flavour, registeredMs } = engine;
  return { folder, isCuda: flavour === 'cuda', fingerprint: [folder, tensorflow, flavour, registeredMs].join(' · ') };
}

/** Puts the registration in place of the one before, whole or not at all. */
export async function writeRegisteredEngine(enginesFolder: string, engine: RegisteredEngine, disk: Disk = nodeDisk): Promise<void> {
  await disk.makeFolder(enginesFolder);
  await replaceFile(join(enginesFolder, FILE), `${JSON.stringify(engine, null, 2)}\n`, disk);
}

export async function removeRegisteredEngine(enginesFolder: string, disk: Disk = nodeDisk): Promise<void> {
  await disk.remove(join(enginesFolder, FILE));
}

/** A small file, whole or as it was before, whatever happens in between. */
export async function replaceFile(path: string, text: string, disk: Disk = nodeDisk): Promise<void> {
  const temporary = `${path}.${randomUUID().slice(0, 8)}.tmp`;
  await withTemporary(disk, temporary, async () => {
    await disk.writeNew(temporary, [new TextEncoder().encode(text)]);
    await disk.rename(temporary, path);
    await disk.syncFolder(dirname(path));
  });
}

function parseRegistered(value: unknown): RegisteredEngine | null {
  const engine = value as Partial<RegisteredEngine> | null;
  const isWhole = engine?.version === 1 && hasTexts(engine) && isKnownKind(engine) && typeof engine.registeredMs === 'number';
  return isWhole && isReport(engine.selfTest) ? (engine as RegisteredEngine) : null;
}

function hasTexts({ folder, tensorflow }: Partial<RegisteredEngine>): boolean {
  return typeof folder === 'string' && folder !== '' && typeof tensorflow === 'string';
}

function isKnownKind({ flavour, origin }: Partial<RegisteredEngine>): boolean {
  return flavour !== undefined && ENGINE_FLAVOURS.includes(flavour) && (origin === 'installed' || origin === 'folder');
}

function isReport(report: Partial<SelfTestReport> | undefined): boolean {
  const { version, devices, checks, missingLibraries } = report ?? {};
  return typeof version === 'string' && [devices, checks, missingLibraries].every(Array.isArray) && hasFigures(report ?? {});
}

function hasFigures({ threads, gemmGflops, convGflops, rssBytes }: Partial<SelfTestReport>): boolean {
  return [threads, gemmGflops, convGflops, rssBytes].every(figure => typeof figure === 'number');
}
