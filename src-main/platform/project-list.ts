import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, isAbsolute } from 'node:path';

interface Entry {
  readonly path: string;
  readonly openedMs: number;
}

/** The list of recent projects; empty when there is none, or when it is not one. */
export function readProjectList(file: string): readonly Entry[] {
  try {
    const value = JSON.parse(readFileSync(file, 'utf8')) as { readonly projects?: unknown };
    return Array.isArray(value.projects) ? value.projects.filter(isEntry) : [];
  } catch {
    return [];
  }
}

/** A list that can't be kept costs nothing but the list. */
export function writeProjectList(file: string, projects: readonly Entry[]): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(`${file}.tmp`, `${JSON.stringify({ version: 1, projects }, null, 2)}\n`);
    renameSync(`${file}.tmp`, file);
  } catch {
    return;
  }
}

function isEntry(value: unknown): value is Entry {
  const { path, openedMs } = (value ?? {}) as Partial<Entry>;
  return typeof path === 'string' && isAbsolute(path) && typeof openedMs === 'number' && Number.isFinite(openedMs);
}
