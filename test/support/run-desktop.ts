import { registerHooks } from 'node:module';
import { app, asked } from './fake-electron.ts';

// A process of its own: starts the built desktop bundle over the fake Electron, tries what a page could try, and prints
// what happened as JSON.
const fake = new URL('./fake-electron.ts', import.meta.url).href;
registerHooks({
  resolve: (specifier, context, next) => (specifier === 'electron' ? { url: fake, shortCircuit: true } : next(specifier, context)),
});

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
  app.emit('second-instance');
  window.events.emit('close');
  app.emit('window-all-closed');
  app.quit();
  const code = await ended;
  // A second close that was under way would ask once more.
  await new Promise(setImmediate);
  process.stdout.write(
    `${JSON.stringify({ ...report, code, quits: asked.quits, windows: asked.windows.length, focused: asked.focused })}\n`,
    () => process.exit(),
  );
} else {
  process.stdout.write(`${JSON.stringify({ errors: asked.errors, code: await ended })}\n`, () => process.exit());
}
