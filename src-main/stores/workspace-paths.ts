import { join } from 'node:path';

/** Where things lie in a workspace. Absolute when `folder` is. */
export interface WorkspacePaths {
  readonly folder: string;
  readonly store: string;
  readonly lock: string;
  /** Who holds the lock, for the one who is refused. */
  readonly lockHolder: string;
  readonly artifacts: string;
  readonly checkpoints: string;
  readonly exports: string;
  readonly logs: string;
  /** Copies of the store made before a migration. */
  readonly backups: string;
}

export function workspacePaths(folder: string): WorkspacePaths {
  return {
    folder,
    store: join(folder, 'espalier.db'),
    lock: join(folder, 'lock.db'),
    lockHolder: join(folder, 'lock.json'),
    artifacts: join(folder, 'artifacts'),
    checkpoints: join(folder, 'checkpoints'),
    exports: join(folder, 'exports'),
    logs: join(folder, 'logs'),
    backups: join(folder, 'backups'),
  };
}
