import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { AppFailure } from '../../src-shared/lib/app-error.ts';
import { takeExclusive } from './exclusive-file.ts';
import type { WorkspacePaths } from './workspace-paths.ts';

export interface LockHolder {
  /** What a person calls the program: `espalier serve`. */
  readonly name: string;
  readonly pid: number;
  readonly host: string;
  readonly sinceMs: number;
}

export interface WorkspaceLock {
  /** Once is enough; more is harmless. */
  release(): void;
}

/** Takes the workspace for this process, or throws `workspace-locked` naming the holder. A process that dies lets go of it. */
export function lockWorkspace(paths: WorkspacePaths, holder: LockHolder): WorkspaceLock {
  const taken = takeExclusive(paths.lock);
  if (taken === null) throw lockedBy(paths, readHolder(paths));
  writeFileSync(paths.lockHolder, JSON.stringify(holder));
  let held = true;
  return {
    release() {
      if (!held) return;
      held = false;
      rmSync(paths.lockHolder, { force: true });
      taken.release();
    },
  };
}

function lockedBy(paths: WorkspacePaths, holder: LockHolder | null): AppFailure {
  const who =
    holder === null
      ? 'another program'
      : `${holder.name} (process ${holder.pid} on ${holder.host}, since ${new Date(holder.sinceMs).toISOString()})`;
  return new AppFailure({
    code: 'workspace-locked',
    message: `The workspace is open in ${who}; only one program may have it open`,
    path: paths.folder,
    hint: 'Close that program, or choose another workspace with --workspace.',
  });
}

/** For a sentence only: a missing or half-written file costs the name, nothing else. */
function readHolder(paths: WorkspacePaths): LockHolder | null {
  try {
    const value = JSON.parse(readFileSync(paths.lockHolder, 'utf8')) as Partial<LockHolder> | null;
    if (value === null || typeof value.name !== 'string' || typeof value.pid !== 'number') return null;
    if (typeof value.host !== 'string' || typeof value.sinceMs !== 'number' || !Number.isFinite(value.sinceMs)) return null;
    return { name: value.name, pid: value.pid, host: value.host, sinceMs: value.sinceMs };
  } catch {
    return null;
  }
}
