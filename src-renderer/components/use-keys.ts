import { useEffect, useEffectEvent } from 'react';
import { hasOwnKeys } from './own-keys.ts';

/** Names of keys as `KeyboardEvent.key` has them, and what they do. */
export type Keys = Readonly<Record<string, () => void>>;

/** The single keys of a screen: not while someone types, a dialog or menu is open, or a modifier is held. A checkbox takes none. */
export function useKeys(keys: Keys): void {
  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    if (
      event.ctrlKey ||
      event.metaKey ||
      event.altKey ||
      event.defaultPrevented ||
      hasOwnKeys(event.target, 'input:not([type="checkbox"])')
    )
      return;
    const run = Object.hasOwn(keys, event.key) ? keys[event.key] : undefined;
    if (run === undefined) return;
    event.preventDefault();
    run();
  });
  useEffect(() => {
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
}
