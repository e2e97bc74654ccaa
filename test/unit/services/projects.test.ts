import { describe, expect, it } from 'vitest';
import { createProjectService, withOpened, type ProjectEntry, type ProjectPorts } from '../../../src-main/services/projects.ts';
import { AppFailure } from '../../../src-shared/lib/app-error.ts';
import { rejectionOf } from '../../support/rejection-of.ts';

function createWorld(more: Partial<ProjectPorts> = {}) {
  const world = { entries: [] as readonly ProjectEntry[], current: '/a', switched: [] as string[], nowMs: 0, gone: new Set<string>() };
  const service = createProjectService({
    readList: () => world.entries,
    writeList: entries => void (world.entries = entries),
    isThere: path => !world.gone.has(path),
    idOf: path => `id${path}`,
    nowMs: () => ++world.nowMs,
    current: () => world.current,
    switchTo: async path => {
      world.switched.push(path);
      world.current = path;
    },
    freeFolder: name => `/new/${name}`,
    chooseFolder: null,
    newIn: '/new',
    ...more,
  });
  return { world, service };
}

describe('projects', () => {
  it('are listed with the open one on top, and each once', async () => {
    const { service } = createWorld();
    service.note('/a');
    await service.create('b');
    await service.open('id/a');
    expect(service.list().projects.map(({ name, isCurrent, openedMs }) => [name, isCurrent, openedMs])).toEqual([
      ['a', true, 3],
      ['b', false, 2],
    ]);
  });

  it('are opened by an id of the list only, and not again when they are open', async () => {
    const { world, service } = createWorld();
    service.note('/a');
    await service.open('id/a');
    expect(world.switched).toEqual([]);
    expect(await rejectionOf(service.open('/etc'))).toMatchObject({ code: 'not-found' });
  });

  it('whose folder is gone are shown as such, and refused with what to do', async () => {
    const { world, service } = createWorld();
    service.note('/b');
    world.gone.add('/b');
    expect(service.list().projects[0]).toMatchObject({ path: '/b', isThere: false });
    expect(await rejectionOf(service.open('id/b'))).toMatchObject({
      code: 'not-found',
      path: '/b',
      hint: expect.stringContaining('list') as string,
    });
    expect(service.forget('id/b')).toBe(true);
    expect(service.list().projects).toEqual([]);
  });

  it('that can not be opened leave the list and the open one as they were', async () => {
    const { service } = createWorld({ switchTo: () => Promise.reject(new AppFailure({ code: 'workspace-locked', message: 'locked' })) });
    service.note('/a');
    await rejectionOf(service.create('b'));
    expect(service.list().projects.map(({ path, isCurrent }) => [path, isCurrent])).toEqual([['/a', true]]);
  });

  it('are chosen in a dialog where there is one; giving up changes nothing', async () => {
    const chosen = [null, '/c'];
    const { world, service } = createWorld({ chooseFolder: async () => chosen.shift() ?? null });
    expect([await service.choose(), world.switched]).toEqual([null, []]);
    expect([await service.choose(), world.switched]).toEqual(['id/c', ['/c']]);
    expect(await createWorld().service.choose()).toBeNull();
  });

  it('beyond thirty are forgotten, the oldest first', () => {
    const many = Array.from({ length: 30 }, (_, i) => ({ path: `/${i}`, openedMs: 30 - i }));
    const list = withOpened(many, '/fresh', 99);
    expect([list.length, list[0]?.path, list.at(-1)?.path]).toEqual([30, '/fresh', '/28']);
  });
});
