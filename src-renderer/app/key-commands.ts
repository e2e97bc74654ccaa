import { useEffect } from 'react';
import { hasOwnKeys } from '../components/own-keys.ts';
import { pressKey, type KeyCommand, type KeyState } from './key-press.ts';
import { SCREENS } from './screens.ts';

/** Listens on the whole page, except while someone types or a dialog is open. */
export function useKeyCommands(run: (command: KeyCommand) => void): void {
  useEffect(() => {
    let state: KeyState = { goSinceMs: null };
    function onKeyDown(event: KeyboardEvent): void {
      if (event.ctrlKey || event.metaKey || event.altKey || hasOwnKeys(event.target)) return;
      const pressed = pressKey(state, event.key, event.timeStamp, SCREENS);
      state = pressed.state;
      if (pressed.command === null) return;
      event.preventDefault();
      run(pressed.command);
    }
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [run]);
}
