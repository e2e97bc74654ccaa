import type { OpenedFile, ShellCommand } from '../../src-shared/contracts/shell.contract.ts';

export type Language = 'en' | 'zh-CN';

/** Between the window around a page and the page: what the system asked to open, and what a menu was asked. */
export interface ShellService {
  /** A page is there: what was opened before it came is handed to it, once. */
  hello(language: Language): OpenedFile[];
  /** Hands files to the page that is there, or keeps them for the next one. */
  open(files: readonly OpenedFile[]): void;
  command(command: ShellCommand): void;
  crashed(id: string, details: string): void;
  /** No page listens any more: it is reloading, or its process is gone. */
  pageGone(): void;
}

export type ShellNews =
  { readonly type: 'opened'; readonly files: OpenedFile[] } | { readonly type: 'command'; readonly command: ShellCommand };

export interface ShellPorts {
  tell(news: ShellNews): void;
  languageChanged(language: Language): void;
  log(message: string): void;
}

export function createShellService(ports: ShellPorts): ShellService {
  let waiting: OpenedFile[] = [];
  let isThere = false;
  return {
    hello(language) {
      isThere = true;
      ports.languageChanged(language);
      return waiting.splice(0);
    },
    open(files) {
      if (files.length === 0) return;
      if (isThere) ports.tell({ type: 'opened', files: [...files] });
      else waiting = [...waiting, ...files];
    },
    command: command => ports.tell({ type: 'command', command }),
    crashed: (id, details) => ports.log(`A screen stopped working (${id}): ${details}`),
    pageGone: () => void (isThere = false),
  };
}
