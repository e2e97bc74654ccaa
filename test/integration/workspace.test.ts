import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFailed, onTestFinished, vi } from 'vitest';
import { getJob } from '../../src-main/stores/job-store.ts';
import { seriesOf } from '../../src-main/stores/metric-store.ts';
import { migrate, type Migration } from '../../src-main/stores/migrate.ts';
import { migrations } from '../../src-main/stores/migrations/index.ts';
import { openDatabase } from '../../src-main/stores/database.ts';
import { openReadableWorkspace, openWorkspace, type Workspace } from '../../src-main/stores/open-workspace.ts';
import { getRun } from '../../src-main/stores/run-store.ts';
import { failureOf } from '../support/failure-of.ts';
import { aRun, HOLDER } from '../support/store-rows.ts';
import { temporaryFolder, temporaryMount } from '../support/temporary-folder.ts';

function opened(folder: string): Workspace {
  const workspace = openWorkspace(folder, HOLDER);
  onTestFinished(() => workspace.close());
  return workspace;
}

describe('a workspace', () => {
  it('is made with all its folders, and holds what it held when it is opened again', () => {
    const folder = join(temporaryFolder(), 'new', 'place');
    const first = openWorkspace(folder, HOLDER);
    aRun(first.db);
    first.close();
    expect(readdirSync(folder).sort()).toEqual(['artifacts', 'checkpoints', 'espalier.db', 'exports', 'lock.db', 'logs']);
    expect(getRun(opened(folder).db, 'run')?.name).toBe('tour');
  });

  it('is refused to a second opener, who is told the first one’s name', () => {
    const folder = temporaryFolder();
    const first = openWorkspace(folder, HOLDER);
    const error = failureOf(() => openWorkspace(folder, { ...HOLDER, name: 'second' }));
    expect(error).toMatchObject({ code: 'workspace-locked', path: folder });
    expect(error.message).toBe(
      'The workspace is open in espalier serve (process 4242 on bench, since 2026-01-02T00:00:00.000Z); only one program may have it open',
    );
    first.close();
    opened(folder);
  });

  it('may be looked at while another holds it, but not before it is there', () => {
    const folder = temporaryFolder();
    expect(failureOf(() => openReadableWorkspace(folder)).code).toBe('not-found');
    aRun(opened(folder).db);
    const reader = openReadableWorkspace(folder);
    expect(getRun(reader.db, 'run')?.name).toBe('tour');
    reader.close();
  });

  it('is refused when the folder may not be written, as root too', ({ skip }) => {
    const mount = temporaryMount('size=4m');
    if (mount === null) return skip();
    openWorkspace(mount.folder, HOLDER).close();
    mount.remount('ro');
    expect(failureOf(() => openWorkspace(mount.folder, HOLDER))).toMatchObject({ code: 'read-only', path: mount.folder });
    // A folder that would have to be made there first, too.
    expect(failureOf(() => openWorkspace(join(mount.folder, 'a', 'b'), HOLDER))).toMatchObject({ code: 'read-only' });
    mount.remount('rw');
    opened(mount.folder);
  });

  it('is refused when the disk is too full for it, and can be opened once there is room', ({ skip }) => {
    const mount = temporaryMount('size=40k');
    if (mount === null) return skip();
    expect(failureOf(() => openWorkspace(mount.folder, HOLDER))).toMatchObject({ code: 'disk-full', path: mount.folder });
    mount.remount('size=4m');
    opened(mount.folder);
  });

  it('is refused where a file stands in its place', () => {
    const path = join(temporaryFolder(), 'file');
    writeFileSync(path, 'x');
    expect(failureOf(() => openWorkspace(path, HOLDER)).code).toBe('invalid-input');
  });
});

describe('a store', () => {
  it('of a newer program is refused, unchanged and unlocked', () => {
    const folder = temporaryFolder();
    openWorkspace(folder, HOLDER).close();
    const path = join(folder, 'espalier.db');
    const newer = new Database(path);
    newer.pragma(`user_version = ${migrations.length + 1}`);
    newer.close();
    const before = readFileSync(path);
    for (const open of [() => openWorkspace(folder, HOLDER), () => openReadableWorkspace(folder)]) {
      expect(failureOf(open)).toMatchObject({ code: 'store-from-future', path });
    }
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  it.each([
    ['no database at all', (path: string) => writeFileSync(path, 'This is a text, and not a short one. '.repeat(300))],
    ['the database of another program', (path: string) => void new Database(path).exec('CREATE TABLE theirs (a)').close()],
  ])('that is %s is refused, and kept as it is', (_, make) => {
    const folder = temporaryFolder();
    const path = join(folder, 'espalier.db');
    make(path);
    const before = readFileSync(path);
    expect(failureOf(() => openWorkspace(folder, HOLDER))).toMatchObject({ code: 'store-damaged', path });
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  it('with a page overwritten is refused as damaged, and the lock is free again', () => {
    const folder = temporaryFolder();
    const first = openWorkspace(folder, HOLDER);
    aRun(first.db);
    first.close();
    const path = join(folder, 'espalier.db');
    const bytes = readFileSync(path);
    bytes.fill(0xff, 100, 4096);
    writeFileSync(path, bytes);
    for (let time = 0; time < 2; time++) expect(failureOf(() => openWorkspace(folder, HOLDER)).code).toBe('store-damaged');
  });
});

describe('a migration', () => {
  const next = migrations.length + 1;
  const second: Migration = { version: next, name: 'tags', up: db => db.exec('ALTER TABLE runs ADD COLUMN tag TEXT') };
  const broken: Migration = {
    version: next,
    name: 'broken',
    up(db) {
      db.exec('ALTER TABLE runs ADD COLUMN tag TEXT');
      db.exec('ALTER TABLE absent ADD COLUMN tag TEXT');
    },
  };

  function withOneRun(): { folder: string; db: ReturnType<typeof openDatabase>; backup: (version: number) => string } {
    const folder = temporaryFolder();
    const backup = (version: number): string => join(folder, 'backups', `v${version}.db`);
    const db = openDatabase(join(folder, 'espalier.db'));
    onTestFinished(() => void db.close());
    migrate(db, migrations, backup);
    aRun(db);
    return { folder, db, backup };
  }

  it('of a store with content leaves a whole copy of how it was', () => {
    const { db, backup, folder } = withOneRun();
    expect(existsSync(join(folder, 'backups'))).toBe(false);
    migrate(db, [...migrations, second], backup);
    expect(db.prepare('SELECT id, tag FROM runs').all()).toEqual([{ id: 'run', tag: null }]);
    expect(readdirSync(join(folder, 'backups'))).toEqual([`v${migrations.length}.db`]);
    const copy = openDatabase(backup(migrations.length));
    onTestFinished(() => void copy.close());
    expect(getRun(copy, 'run')?.name).toBe('tour');
    expect(copy.pragma('user_version', { simple: true })).toBe(migrations.length);
  });

  it('that fails leaves the version before, and nothing of itself', () => {
    const { db, backup } = withOneRun();
    expect(() => migrate(db, [...migrations, broken], backup)).toThrow(/no such table/);
    expect(db.pragma('user_version', { simple: true })).toBe(migrations.length);
    expect(db.prepare(`SELECT count(*) FROM pragma_table_info('runs') WHERE name = 'tag'`).pluck().get()).toBe(0);
  });

  it('must not leave a gap', () => {
    const { db, backup } = withOneRun();
    expect(() => migrate(db, [...migrations, { ...second, version: next + 1 }], backup)).toThrow(
      `Migration 'tags' has version ${next + 1}, not ${next}`,
    );
  });
});

describe('a main process that is killed', () => {
  it('takes its job process along', async () => {
    const said = await run(temporaryFolder(), ['100000', '8'], 'checkpoint 1');
    const pid = Number(
      said
        .find(line => line.startsWith('log runs in process'))
        ?.split(' ')
        .at(-1),
    );
    expect(pid).toBeGreaterThan(1);
    onTestFailed(() => void process.kill(pid, 'SIGKILL'));
    await vi.waitFor(() => expect(isAlive(pid)).toBe(false), { timeout: 10_000, interval: 20 });
  });

  it('lets go of the workspace, and the next one ends with the undisturbed result', async () => {
    const size = '20000';
    const reference = temporaryFolder();
    await run(reference, ['10', size]);
    const folder = temporaryFolder();
    for (const checkpoint of ['checkpoint 1', 'checkpoint 4']) await run(folder, ['10', size], checkpoint);
    const said = await run(folder, ['10', size]);
    expect(said).toContain('orphans 1');
    expect(said.find(line => line.startsWith('log resumed'))).toMatch(/resumed at step \d/);
    const [a, b] = [opened(reference), opened(folder)];
    expect(getJob(b.db, 'a')?.output).toEqual(getJob(a.db, 'a')?.output);
    expect(getJob(b.db, 'a')?.state).toBe('succeeded');
    expect(seriesOf(b.db, 'key', { maxPoints: 1000 })).toEqual(seriesOf(a.db, 'key', { maxPoints: 1000 }));
  });

  /** A process nobody has waited for yet is still listed, as a zombie. */
  function isAlive(pid: number): boolean {
    try {
      process.kill(pid, 0);
      return !(existsSync('/proc') && /\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8')));
    } catch {
      return false;
    }
  }

  /** Runs a main process to its end, or kills it as soon as it says `until`. Returns what it said. */
  async function run(folder: string, args: readonly string[], until?: string): Promise<readonly string[]> {
    const main: ChildProcess = spawn(process.execPath, [join(import.meta.dirname, '../support/counting-main.ts'), folder, ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const said: string[] = [];
    for await (const line of createInterface({ input: main.stdout! })) {
      said.push(line);
      if (line === until) main.kill('SIGKILL');
    }
    return said;
  }
});
