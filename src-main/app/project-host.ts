import { createHash } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { projectsContract } from '../../src-shared/contracts/projects.contract.ts';
import { shellContract } from '../../src-shared/contracts/shell.contract.ts';
import { createEventPublisher } from '../ipc/event-publisher.ts';
import { serveProjects } from '../ipc/projects-handlers.ts';
import type { BugReport } from '../ipc/serve-contract.ts';
import { serveShell } from '../ipc/shell-handlers.ts';
import type { Transport } from '../ipc/transport.ts';
import { systemClock } from '../platform/clock.ts';
import { readProjectList, writeProjectList } from '../platform/project-list.ts';
import { numberedName, safeName } from '../platform/safe-name.ts';
import { createProjectService, type ProjectPorts, type ProjectService } from '../services/projects.ts';
import { createShellService, type Language, type ShellService } from '../services/shell.ts';
import { openApplication, type Application, type ApplicationOptions } from './application.ts';
import { createSwitchboard } from './switchboard.ts';

export interface ProjectHostOptions extends ApplicationOptions {
  /** Shows a dialog in which a folder is chosen; left out where there is none. */
  readonly chooseFolder?: () => Promise<string | null>;
  readonly onLanguage?: (language: Language) => void;
  /** Another project is open. */
  readonly onOpened?: (application: Application) => void;
}

/** One open project at a time, behind transports that stay. */
export interface ProjectHost {
  /** The one that is open now. */
  application(): Application;
  readonly projects: ProjectService;
  readonly shell: ShellService;
  register(transport: Transport): void;
  /** Goes on with what was interrupted when the project was last closed, and measures what it needs. */
  start(): void;
  close(): Promise<void>;
}

/** Opens the workspace and keeps the list of projects. Throws what `openApplication` throws. */
export function openProjectHost(options: ProjectHostOptions): ProjectHost {
  const board = createSwitchboard();
  const leaving = new Set<Promise<void>>();
  let current = openApplication(options);
  const plug = (application: Application): void => {
    const line = board.line();
    application.register(line);
    const publishers = serveHost(line, { projects, shell, logBug: bugLogOf(() => current) });
    tell = publishers;
    line.connect();
  };
  let tell: HostPublishers | null = null;
  const shell = createShellService({
    tell: news =>
      news.type === 'opened'
        ? tell?.shell.publish('opened', { files: news.files })
        : tell?.shell.publish('command', { command: news.command }),
    log: message => current.services.context.log('error', message),
    languageChanged: language => options.onLanguage?.(language),
  });
  const projects = createProjectService({
    ...portsOf(options),
    current: () => current.workspace.paths.folder,
    async switchTo(path) {
      const next = openApplication({ ...options, workspaceFolder: path });
      const before = current;
      current = next;
      plug(next);
      start(next);
      // What ran there is interrupted and stored while the next project is looked at already.
      const closing = before
        .close()
        .catch((thrown: unknown) => next.services.context.log('error', `The last project was not closed: ${String(thrown)}`));
      leaving.add(closing.finally(() => leaving.delete(closing)));
      options.onOpened?.(next);
      tell?.projects.publish('opened', { id: idOf(path) });
    },
  });
  plug(current);
  projects.note(current.workspace.paths.folder);
  return {
    application: () => current,
    projects,
    shell,
    register: transport => board.attach(transport),
    start: () => start(current),
    close: async () => void (await Promise.all([...leaving, current.close()])),
  };
}

function start({ services }: Application): void {
  services.runs.resumeInterrupted();
  void services.context.engineStatus().catch(() => undefined);
}

interface HostPublishers {
  readonly shell: ReturnType<typeof createEventPublisher<typeof shellContract>>;
  readonly projects: ReturnType<typeof createEventPublisher<typeof projectsContract>>;
}

interface HostServices {
  readonly projects: ProjectService;
  readonly shell: ShellService;
  readonly logBug: (bug: BugReport) => void;
}

function serveHost(transport: Transport, { projects, shell, logBug }: HostServices): HostPublishers {
  serveProjects(projects, { transport, logBug });
  serveShell(shell, { transport, logBug });
  return { shell: createEventPublisher(shellContract, transport), projects: createEventPublisher(projectsContract, transport) };
}

function bugLogOf(application: () => Application): (bug: BugReport) => void {
  return ({ id, channel, thrown }) =>
    application().services.context.log(
      'error',
      `${id} ${channel}: ${thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)}`,
    );
}

function portsOf({ environment, chooseFolder }: ProjectHostOptions): Omit<ProjectPorts, 'current' | 'switchTo'> {
  const { projectsFile, projectsFolder } = environment;
  return {
    readList: () => readProjectList(projectsFile),
    writeList: entries => writeProjectList(projectsFile, entries),
    isThere: path => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true,
    idOf,
    nowMs: systemClock.nowMs,
    freeFolder: name => freeFolder(projectsFolder, name),
    chooseFolder: chooseFolder === undefined ? null : async () => chosen(await chooseFolder()),
    newIn: projectsFolder,
  };
}

function idOf(path: string): string {
  return createHash('sha256').update(path).digest('hex').slice(0, 16);
}

function chosen(path: string | null): string | null {
  return path === null ? null : resolve(path);
}

function freeFolder(parent: string, name: string): string {
  const safe = basename(safeName(name));
  for (let number = 1; ; number++) {
    const folder = join(parent, numberedName(safe, number));
    if (!existsSync(folder)) return folder;
  }
}
