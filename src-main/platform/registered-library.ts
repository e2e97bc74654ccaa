import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The native library in use, as far as starting it goes. */
export interface RegisteredLibrary {
  /** Absolute: where the library's files lie. */
  readonly folder: string;
  readonly isCuda: boolean;
  /** Changes whenever another library is in use. */
  readonly fingerprint: string;
}

/** What `registered.json` in the folder of engines names; null when nothing is registered, or what is written can't be understood. */
export function readRegisteredLibrary(enginesFolder: string): RegisteredLibrary | null {
  try {
    const { folder, tensorflow, flavour, registeredMs } = JSON.parse(
      readFileSync(join(enginesFolder, 'registered.json'), 'utf8'),
    ) as Registered;
    if (typeof folder !== 'string' || folder === '') return null;
    return { folder, isCuda: flavour === 'cuda', fingerprint: [folder, tensorflow, flavour, registeredMs].map(String).join(' · ') };
  } catch {
    return null;
  }
}

interface Registered {
  readonly folder?: unknown;
  readonly tensorflow?: unknown;
  readonly flavour?: unknown;
  readonly registeredMs?: unknown;
}
