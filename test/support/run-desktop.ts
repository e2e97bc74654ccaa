import { registerHooks } from 'node:module';
import { setTimeout as delay } from 'node:timers/promises';
import { app, asked } from './fake-electron.ts';

// A process of its own: starts the built desktop bundle over the fake Electron, tries what a page could try, and prints
// what happened as JSON.
const fake = new URL('./fake-electron.ts', import.meta.url).href;
registerHooks({
  resolve: (specifier, context, next) => (specifier === 'electron' ? { url: fake, shortCircuit: true } : next(specifier, context)),
});

/** Whether a listener of the window stopped the event. */
function isStopped(window: (typeof asked.windows)[number], event: string): boolean {
  let stopped = false;
  window.events.emit(event, { preventDefault: () => (stopped = true) });
  return stopped;
}

const ended = new Promise<number>(resolve => app.once('fake-ended', resolve));
await import(new URL('../../.out/main/desktop.js', import.meta.url).href);
const [window] = asked.windows;
if (window !== undefined) {
  const { page } = window;
  const call = (sender: unknown, senderFrame: unknown): unknown => asked.handlers.get('workspace:get')?.({ sender, senderFrame }, {});
  const file = async (url: string): Promise<unknown> => {
    const response = await asked.files.get('app')?.({ url });
    return {
      status: response?.status,
      type: response?.headers.get('content-type'),
      policy: response?.headers.get('content-security-policy'),
    };
  };
  const prevented = (event: string): boolean => {
    let stopped = false;
    page.emit(event, { preventDefault: () => (stopped = true) });
    return stopped;
  };
  const heard = async (event: string, count = 1): Promise<unknown[]> => {
    const found = () => page.sent.filter(([channel]) => channel === event).map(([, payload]) => payload);
    while (found().length < count) await delay(10);
    return found();
  };
  const hello = (language: string): unknown =>
    asked.handlers.get('shell:hello')?.({ sender: page, senderFrame: page.mainFrame }, { language });
  const offer = (sender: unknown, path: string): unknown =>
    asked.handlers.get('host:offer')?.({ sender, senderFrame: page.mainFrame }, path);
  const report = {
    webPreferences: window.options['webPreferences'],
    url: window.url,
    privileges: asked.privileges,
    channels: [...asked.handlers.keys()].sort(),
    ours: await call(page, page.mainFrame),
    foreignPage: await call({ mainFrame: page.mainFrame }, page.mainFrame),
    innerFrame: await call(page, { url: 'app://espalier/index.html' }),
    goneFrame: await call(page, null),
    elsewhere: await call(page, Object.assign(page.mainFrame, { url: 'https://example.org/' })),
    index: await file('app://espalier/'),
    stamp: await file('app://espalier/.stamp'),
    climbing: await file('app://espalier/..%2f..%2fpackage.json'),
    otherHost: await file('app://other/index.html'),
    opened: window.opened?.(),
    prevented: ['will-navigate', 'will-redirect', 'will-attach-webview'].map(prevented),
    camera: asked.permits?.(null, 'media'),
    clipboard: asked.permits?.(null, 'clipboard-sanitized-write'),
  };
  Object.assign(page.mainFrame, { url: 'app://espalier/index.html' });
  const recipe = process.env['FAKE_RECIPE'];
  const system: Record<string, unknown> = {};
  if (recipe !== undefined) {
    app.emit('second-instance', {}, [], '/', { files: [recipe] });
    await delay(200);
    // Nobody has said hello yet, so they wait; what comes later is told at once.
    Object.assign(system, { waiting: page.sent.length, hello: await hello('zh-CN') });
    app.emit('open-file', { preventDefault: () => undefined }, recipe);
    Object.assign(system, {
      opened: await heard('shell:opened'),
      offered: [await offer(page, recipe), await offer(page, '/nowhere'), await offer({}, recipe)],
      menu: JSON.stringify(asked.menus.at(-1)),
    });
    page.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 5 });
    await delay(50);
    Object.assign(system, { boxes: [...asked.boxes], reloads: page.reloads });
  }
  const project = process.env['FAKE_CHOSEN'];
  if (project !== undefined) {
    const answer = await asked.handlers.get('projects:choose')?.({ sender: page, senderFrame: page.mainFrame }, {});
    Object.assign(system, {
      chosen: answer,
      switched: await heard('projects:opened'),
      after: await call(page, page.mainFrame),
    });
  }
  const text = process.env['FAKE_RUN'];
  if (text !== undefined) {
    await asked.handlers.get('runs:start')?.({ sender: page, senderFrame: page.mainFrame }, { recipe: text });
    while (!asked.progress.some(fraction => fraction >= 0)) await delay(20);
    await heard('runs:progress');
    const blocked = asked.blocked.size;
    asked.answers.push(1, 0);
    app.quit();
    await delay(100);
    const stayed = { boxes: [...asked.boxes], quits: asked.quits };
    // The close button asks as well, and is not obeyed before the answer.
    Object.assign(system, { blocked, stayed, closed: isStopped(window, 'close'), forked: [...new Set(asked.forked)] });
    const code = await ended;
    process.stdout.write(
      `${JSON.stringify({ ...system, code, boxes: asked.boxes, still: asked.blocked.size, progress: asked.progress.at(-1) })}\n`,
      () => process.exit(),
    );
    await new Promise(() => undefined);
  }
  app.emit('second-instance');
  window.events.emit('close');
  app.emit('window-all-closed');
  app.quit();
  const code = await ended;
  // A second close that was under way would ask once more.
  await new Promise(setImmediate);
  process.stdout.write(
    `${JSON.stringify({ ...report, ...system, code, quits: asked.quits, windows: asked.windows.length, focused: asked.focused })}\n`,
    () => process.exit(),
  );
} else {
  process.stdout.write(`${JSON.stringify({ errors: asked.errors, code: await ended })}\n`, () => process.exit());
}
