import { spotlight } from '@mantine/spotlight';
import { useCallback } from 'react';
import { useLocation } from 'wouter';
import type { ShellCommand } from '../../../src-shared/contracts/shell.contract.ts';
import { SCREENS } from '../screens.ts';

export interface ShellDialogs {
  readonly openHelp: () => void;
  readonly openProjects: () => void;
}

/** What menus and the command box can ask of the shell, wherever one is. */
export function useShellCommands({ openHelp, openProjects }: ShellDialogs): (command: ShellCommand) => void {
  const [, navigate] = useLocation();
  return useCallback(
    command => {
      if (command === 'keys') return openHelp();
      if (command === 'projects') return openProjects();
      if (command === 'search') return spotlight.open();
      const screen = SCREENS.find(each => each.id === command);
      if (screen !== undefined) navigate(screen.path);
    },
    [navigate, openHelp, openProjects],
  );
}
