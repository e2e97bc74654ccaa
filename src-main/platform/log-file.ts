import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';

export interface LogEntry {
  readonly atMs: number;
  readonly level: 'info' | 'warn' | 'error';
  readonly message: string;
}

const MAX_FILE_BYTES = 2_000_000;
const MAX_MESSAGE_LENGTH = 20_000;

/**
 * Appends JSON lines. At `maxBytes` the file becomes `PATH.1`, in place of the one before, so that a log takes at most
 * twice that. A line that can't be written (full disk) is lost: a log must not take the work down with it.
 */
export function createLogFile(path: string, maxBytes = MAX_FILE_BYTES): (entry: LogEntry) => void {
  let bytes: number | null = null;
  return entry => {
    const line = `${JSON.stringify({ ...entry, message: entry.message.slice(0, MAX_MESSAGE_LENGTH) })}\n`;
    try {
      bytes ??= openLog(path);
      if (bytes > 0 && bytes + line.length > maxBytes) {
        renameSync(path, olderOf(path));
        bytes = 0;
      }
      appendFileSync(path, line);
      bytes += Buffer.byteLength(line);
    } catch {
      bytes = null;
    }
  };
}

/** The last `count` entries, oldest first; none for a log that does not exist. Broken lines are left out. */
export async function readLogTail(path: string, count: number): Promise<readonly LogEntry[]> {
  const entries: LogEntry[] = [];
  for (const file of [path, olderOf(path)]) {
    if (entries.length < count) entries.unshift(...(await readEntries(file)).slice(entries.length - count));
  }
  return entries;
}

function openLog(path: string): number {
  mkdirSync(dirname(path), { recursive: true });
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

async function readEntries(path: string): Promise<readonly LogEntry[]> {
  const text = await readFile(path, 'utf8').catch(() => '');
  return text.split('\n').flatMap(parseEntry);
}

function parseEntry(line: string): readonly LogEntry[] {
  try {
    const entry = JSON.parse(line) as Partial<LogEntry> | null;
    const { atMs, level, message } = entry ?? {};
    const isLevel = level === 'info' || level === 'warn' || level === 'error';
    return typeof atMs === 'number' && isLevel && typeof message === 'string' ? [{ atMs, level, message }] : [];
  } catch {
    return [];
  }
}

function olderOf(path: string): string {
  return `${path}.1`;
}
