import type { EventEmitter } from 'node:events';

/** The part of Electron's `WebContents` needed here. */
export interface WatchedPage extends Pick<EventEmitter, 'on'> {
  reload(): void;
  isDestroyed(): boolean;
}

export interface PagePorts {
  log(level: 'warn' | 'error', message: string): void;
  /** True: reload. */
  askAfterCrash(reason: string): Promise<boolean>;
  /** True: reload; false: wait. */
  askWhenStuck(): Promise<boolean>;
  /** Nobody listens until a page says hello again. */
  gone(): void;
}

/** A page whose process is gone, or that no longer answers: the runs go on, and the person is asked about the window. */
export function watchPage(page: WatchedPage, ports: PagePorts): void {
  let isAsking = false;
  const ask = async (question: () => Promise<boolean>): Promise<void> => {
    if (isAsking) return;
    isAsking = true;
    try {
      if ((await question()) && !page.isDestroyed()) page.reload();
    } finally {
      isAsking = false;
    }
  };
  page.on('render-process-gone', (_: unknown, { reason, exitCode }: { readonly reason: string; readonly exitCode: number }) => {
    ports.gone();
    if (reason === 'clean-exit') return;
    ports.log('error', `The window's process is gone: ${reason}, exit code ${exitCode}`);
    void ask(() => ports.askAfterCrash(reason));
  });
  page.on('unresponsive', () => {
    ports.log('warn', 'The window does not answer');
    void ask(ports.askWhenStuck);
  });
  page.on(
    'did-start-navigation',
    ({ isMainFrame, isSameDocument }: { readonly isMainFrame: boolean; readonly isSameDocument: boolean }) => {
      if (isMainFrame && !isSameDocument) ports.gone();
    },
  );
  page.on('preload-error', (_: unknown, path: string, error: Error) => ports.log('error', `${path}: ${error.stack ?? error.message}`));
}
