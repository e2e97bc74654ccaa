import { basename } from 'node:path';
import type { ProjectView } from '../../src-shared/contracts/projects.contract.ts';
import { AppFailure } from '../../src-shared/lib/app-error.ts';

/** A line of the list of recent projects. */
export interface ProjectEntry {
  readonly path: string;
  readonly openedMs: number;
}

export interface ProjectPorts {
  readList(): readonly ProjectEntry[];
  writeList(entries: readonly ProjectEntry[]): void;
  isThere(path: string): boolean;
  /** Stable for a path, and says nothing of it. */
  idOf(path: string): string;
  nowMs(): number;
  /** The folder that is open. */
  current(): string;
  /** Closes the open one only once the other is open. Throws what opening a workspace throws. */
  switchTo(path: string): Promise<void>;
  /** A folder for a new project of that name, which is not there yet. */
  freeFolder(name: string): string;
  /** Main's own dialog; null where there is none. */
  readonly chooseFolder: (() => Promise<string | null>) | null;
  /** Where new ones are made. */
  readonly newIn: string;
}

export interface ProjectService {
  list(): { readonly projects: ProjectView[]; readonly canChoose: boolean; readonly newIn: string };
  create(name: string): Promise<string>;
  open(id: string): Promise<string>;
  choose(): Promise<string | null>;
  forget(id: string): boolean;
  /** The open project is on top of the list from now on. */
  note(path: string): void;
}

const MOST_PROJECTS = 30;

/** The list with this project on top. */
export function withOpened(entries: readonly ProjectEntry[], path: string, openedMs: number): readonly ProjectEntry[] {
  return [{ path, openedMs }, ...entries.filter(entry => entry.path !== path)].slice(0, MOST_PROJECTS);
}

export function createProjectService(ports: ProjectPorts): ProjectService {
  const note = (path: string): void => ports.writeList(withOpened(ports.readList(), path, ports.nowMs()));
  const find = (id: string): ProjectEntry => {
    const entry = ports.readList().find(({ path }) => ports.idOf(path) === id);
    if (entry !== undefined) return entry;
    throw new AppFailure({ code: 'not-found', message: `The list has no project '${id}'` });
  };
  const go = async (path: string): Promise<string> => {
    if (path !== ports.current()) await ports.switchTo(path);
    note(path);
    return ports.idOf(path);
  };
  return {
    list: () => ({
      projects: ports.readList().map(entry => viewOf(entry, ports)),
      canChoose: ports.chooseFolder !== null,
      newIn: ports.newIn,
    }),
    create: name => go(ports.freeFolder(name)),
    async open(id) {
      const { path } = find(id);
      if (ports.isThere(path)) return go(path);
      throw new AppFailure({
        code: 'not-found',
        message: `The project's folder is gone`,
        path,
        hint: 'Put it back, or take the project off the list.',
      });
    },
    async choose() {
      const path = (await ports.chooseFolder?.()) ?? null;
      return path === null ? null : go(path);
    },
    forget(id) {
      const { path } = find(id);
      ports.writeList(ports.readList().filter(entry => entry.path !== path));
      return true;
    },
    note,
  };
}

function viewOf({ path, openedMs }: ProjectEntry, ports: ProjectPorts): ProjectView {
  const isCurrent = path === ports.current();
  return { id: ports.idOf(path), name: basename(path), path, openedMs, isThere: isCurrent || ports.isThere(path), isCurrent };
}
