import { readFileSync } from 'node:fs';
import { freemem } from 'node:os';
import { dirname, join } from 'node:path';

/** Where the system says what is free; replaced in tests. */
export interface MemorySources {
  /** Text of a file, null when it can't be read. */
  read(path: string): string | null;
  /** For systems without these files, bytes. */
  free(): number;
}

const SYSTEM: MemorySources = {
  free: freemem,
  read(path) {
    try {
      return readFileSync(path, 'utf8');
    } catch {
      return null;
    }
  },
};

/**
 * Bytes that this process could still take before the system, or a control group it is in (a container), runs out: the
 * least of what Linux calls available and of every group's limit less what is used. Files in the cache count as free, as
 * they go when memory is asked for. Elsewhere what the system calls free.
 */
export function availableMemory(sources: MemorySources = SYSTEM): number {
  const system = kibibytes(sources.read('/proc/meminfo'), /^MemAvailable:\s+(\d+) kB$/m) ?? sources.free();
  return Math.max(0, Math.min(system, ...groupRooms(sources)));
}

interface Group {
  /** Of the mounted hierarchy. */
  readonly root: string;
  readonly path: string;
  readonly limit: string;
  readonly usage: string;
  /** Key in `memory.stat` of cached files that can go. */
  readonly cache: string;
}

/** Both versions of control groups may be mounted; a limit may stand at the process's own group or at any above it. */
function groupRooms(sources: MemorySources): readonly number[] {
  const lines = (sources.read('/proc/self/cgroup') ?? '').split('\n').map(line => line.split(':'));
  const own = (controller: (names: string) => boolean): string => lines.find(([, names]) => controller(names ?? '-'))?.[2] ?? '/';
  const groups: readonly Group[] = [
    { root: '/sys/fs/cgroup', path: own(names => names === ''), limit: 'memory.max', usage: 'memory.current', cache: 'inactive_file' },
    {
      ...{ root: '/sys/fs/cgroup/memory', path: own(names => names.split(',').includes('memory')) },
      ...{ limit: 'memory.limit_in_bytes', usage: 'memory.usage_in_bytes', cache: 'total_inactive_file' },
    },
  ];
  return groups.flatMap(group => upwards(group.path).flatMap(path => roomIn(group, path, sources)));
}

function upwards(path: string): readonly string[] {
  return path === '/' || path === '.' ? ['/'] : [path, ...upwards(dirname(path))];
}

/** Nothing where there is no such group, or no limit (`max`, or a number near 2⁶³). */
function roomIn({ root, limit, usage, cache }: Group, path: string, { read }: MemorySources): readonly number[] {
  const folder = join(root, path);
  const most = bytes(read(join(folder, limit)));
  const used = bytes(read(join(folder, usage)));
  if (most === null || used === null || most > NO_LIMIT) return [];
  const cached = new RegExp(`^${cache} (\\d+)$`, 'm').exec(read(join(folder, 'memory.stat')) ?? '');
  return [most - used + Number(cached?.[1] ?? 0)];
}

function bytes(text: string | null): number | null {
  return text !== null && /^\d+\s*$/.test(text) ? Number(text) : null;
}

function kibibytes(text: string | null, pattern: RegExp): number | null {
  const found = text === null ? null : pattern.exec(text);
  return found === null ? null : Number(found[1]) * 1024;
}

const NO_LIMIT = 2 ** 60;
