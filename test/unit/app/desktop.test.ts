import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { createActivity } from '../../../src-main/app/desktop/activity.ts';
import { menuOf } from '../../../src-main/app/desktop/menu.ts';
import { filesOnCommandLine } from '../../../src-main/app/desktop/opened-files.ts';
import { watchPage } from '../../../src-main/app/desktop/page-watch.ts';
import { createQuitGuard } from '../../../src-main/app/desktop/quit-guard.ts';
import { languageOf, textsOf } from '../../../src-main/app/desktop/texts.ts';
import { SHELL_COMMANDS } from '../../../src-shared/contracts/shell.contract.ts';

const settle = (): Promise<void> => new Promise(resolve => setImmediate(resolve));

describe('the taskbar and the power saver', () => {
  function createWorld() {
    const world = { nowMs: 0, runs: [] as { state: 'running' | 'queued' | 'succeeded'; fraction: number }[] };
    const seen = { awake: 0, shown: [] as (number | null)[], looks: 0 };
    const planned: { ms: number; run: () => void }[] = [];
    const activity = createActivity(
      {
        runs: () => (seen.looks++, world.runs),
        keepAwake() {
          seen.awake += 1;
          return () => void (seen.awake -= 1);
        },
        showProgress: fraction => void seen.shown.push(fraction),
        monotonicMs: () => world.nowMs,
      },
      (ms, run) => void planned.push({ ms, run }),
    );
    return { world, seen, planned, activity };
  }

  it('follow what runs: the mean of all, awake once, and nothing when it ends', () => {
    const { world, seen, activity } = createWorld();
    world.runs = [
      { state: 'running', fraction: 0.2 },
      { state: 'running', fraction: 0.6 },
      { state: 'queued', fraction: 0 },
    ];
    activity.note();
    world.nowMs = 5000;
    activity.note();
    expect([seen.awake, seen.shown]).toEqual([1, [0.4, 0.4]]);
    world.runs = [{ state: 'succeeded', fraction: 1 }];
    world.nowMs = 10_000;
    activity.note();
    expect([seen.awake, seen.shown.at(-1)]).toEqual([0, null]);
  });

  it('look once a second, however much is told', () => {
    const { world, seen, planned, activity } = createWorld();
    for (let i = 0; i < 100; i++) activity.note();
    expect([seen.looks, planned.map(each => each.ms)]).toEqual([1, [1000]]);
    world.nowMs = 1000;
    planned[0]?.run();
    activity.note();
    expect([seen.looks, planned.length]).toEqual([2, 2]);
  });

  it('are let go of when another project is opened', () => {
    const { world, seen, activity } = createWorld();
    world.runs = [{ state: 'running', fraction: 0.5 }];
    activity.note();
    activity.stop();
    expect([seen.awake, seen.shown]).toEqual([0, [0.5, null]]);
  });
});

describe('quitting', () => {
  function createWorld(running: number, answers: boolean[] = []) {
    const seen = { asked: [] as number[], closed: 0, quits: 0 };
    const guard = createQuitGuard({
      running: () => running,
      ask: async count => (seen.asked.push(count), answers.shift() ?? false),
      close: async () => void (seen.closed += 1),
      quit: () => void (seen.quits += 1),
    });
    return { guard, seen };
  }

  it('closes first where nothing runs, without a question, once', async () => {
    const { guard, seen } = createWorld(0);
    expect([guard.mayClose(), guard.beforeQuit(), guard.beforeQuit()]).toEqual([true, false, false]);
    await settle();
    expect([guard.beforeQuit(), seen]).toEqual([true, { asked: [], closed: 1, quits: 1 }]);
  });

  it('asks while something runs; who says no can be asked again', async () => {
    const { guard, seen } = createWorld(2, [false, true]);
    expect([guard.mayClose(), guard.beforeQuit(), guard.beforeQuit()]).toEqual([false, false, false]);
    await settle();
    expect(seen).toEqual({ asked: [2], closed: 0, quits: 0 });
    guard.beforeQuit();
    await settle();
    expect([guard.beforeQuit(), guard.mayClose(), seen]).toEqual([true, true, { asked: [2, 2], closed: 1, quits: 1 }]);
  });

  it('ends also where closing fails', async () => {
    let quits = 0;
    const guard = createQuitGuard({
      running: () => 0,
      ask: async () => true,
      close: () => Promise.reject(new Error('disk')),
      quit: () => void (quits += 1),
    });
    guard.beforeQuit();
    await settle();
    expect([quits, guard.beforeQuit()]).toEqual([1, true]);
  });
});

describe('a page', () => {
  function watch(answers: boolean[]) {
    const page = Object.assign(new EventEmitter(), { reloads: 0, reload: () => void (page.reloads += 1), isDestroyed: () => false });
    const seen = { asked: [] as string[], gone: 0, logged: [] as string[] };
    watchPage(page, {
      log: (level, message) => void seen.logged.push(`${level} ${message}`),
      askAfterCrash: async reason => (seen.asked.push(reason), answers.shift() ?? false),
      askWhenStuck: async () => (seen.asked.push('stuck'), answers.shift() ?? false),
      gone: () => void (seen.gone += 1),
    });
    return { page, seen };
  }

  it('that crashed is reloaded when that is wanted; one question at a time', async () => {
    const { page, seen } = watch([true, false]);
    page.emit('render-process-gone', {}, { reason: 'oom', exitCode: 9 });
    page.emit('unresponsive');
    await settle();
    expect([seen.asked, page.reloads, seen.gone]).toEqual([['oom'], 1, 1]);
    expect(seen.logged[0]).toMatch(/oom.*9/);
    page.emit('unresponsive');
    await settle();
    expect([seen.asked, page.reloads]).toEqual([['oom', 'stuck'], 1]);
  });

  it('that was closed in order is no reason to ask, and one that only changed its anchor is still there', async () => {
    const { page, seen } = watch([]);
    page.emit('render-process-gone', {}, { reason: 'clean-exit', exitCode: 0 });
    page.emit('did-start-navigation', { isMainFrame: true, isSameDocument: true });
    await settle();
    expect([seen.asked, seen.gone]).toEqual([[], 1]);
    page.emit('did-start-navigation', { isMainFrame: true, isSameDocument: false });
    expect(seen.gone).toBe(2);
  });
});

describe('the native menus', () => {
  const actions = { command: () => undefined, openFiles: () => undefined, openProject: () => undefined };

  it('speak both languages, with the same items', () => {
    const shape = (language: 'en' | 'zh-CN', isMac: boolean): unknown =>
      JSON.parse(JSON.stringify(menuOf(textsOf(language), actions, isMac)), (key, value: unknown) => (key === 'label' ? '' : value));
    expect(shape('en', false)).toEqual(shape('zh-CN', false));
    expect(shape('en', true)).toEqual(shape('zh-CN', true));
    const texts = Object.values(textsOf('zh-CN')).map(text => (typeof text === 'function' ? text(2 as never) : text));
    expect(texts.filter(text => !/\p{Script=Han}/u.test(text))).toEqual([]);
  });

  it('ask the page for what it knows, and have a way out on every system', () => {
    const asked: string[] = [];
    const menu = menuOf(textsOf('en'), { ...actions, command: command => void asked.push(command) }, false);
    const items = menu.flatMap(({ submenu }) => (Array.isArray(submenu) ? submenu : []));
    for (const item of items) (item.click as (() => void) | undefined)?.();
    expect(asked.filter(command => !(SHELL_COMMANDS as readonly string[]).includes(command))).toEqual([]);
    expect(new Set(asked)).toEqual(new Set(SHELL_COMMANDS));
    for (const isMac of [true, false]) expect(JSON.stringify(menuOf(textsOf('en'), actions, isMac))).toContain('"role":"quit"');
  });

  it('begin in the language of the system', () => {
    expect(['zh-CN', 'zh-TW', 'en-US', 'de'].map(languageOf)).toEqual(['zh-CN', 'zh-CN', 'en', 'en']);
  });
});

it('the files on a command line are all but options, their values, and the folder of the program', () => {
  expect(filesOnCommandLine(['.', '--workspace', '/w', 'a.espalier', '--flag', '/b.csv'], '/data')).toEqual(['/data/a.espalier', '/b.csv']);
});
