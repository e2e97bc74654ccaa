import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { projectsContract } from '../../../src-shared/contracts/projects.contract.ts';
import { shellContract, type OpenedFile, type ShellCommand } from '../../../src-shared/contracts/shell.contract.ts';
import { useApi, useHost } from '../../ipc/api-context.tsx';
import { subscribeTo } from '../../ipc/create-client.ts';
import type { Language } from '../../locales/i18n.ts';

export interface NativeShell {
  onFiles(files: readonly OpenedFile[]): void;
  onCommand(command: ShellCommand): void;
}

/** Listens to the window around the page: what the system opens, the native menus, another project. Memoised callbacks, please. */
export function useNativeShell({ onFiles, onCommand }: NativeShell): void {
  const api = useApi();
  const { bridge } = useHost();
  const { i18n } = useTranslation();
  const language = i18n.language as Language;
  useEffect(() => {
    const ends = [
      subscribeTo(shellContract, 'opened', bridge, ({ files }) => onFiles(files)),
      subscribeTo(shellContract, 'command', bridge, ({ command }) => onCommand(command)),
      // Nothing a page knows holds in another project.
      subscribeTo(projectsContract, 'opened', bridge, () => {
        window.location.hash = '#/';
        window.location.reload();
      }),
    ];
    return () => ends.forEach(end => end());
  }, [bridge, onFiles, onCommand]);
  useEffect(() => {
    void api.shell.hello({ language }).then(answer => answer.ok && answer.value.opened.length > 0 && onFiles(answer.value.opened));
  }, [api, language, onFiles]);
}
