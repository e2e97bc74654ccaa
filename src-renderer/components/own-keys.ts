/** What takes whole texts or has keys of its own. */
const TAKERS = 'textarea, select, [role="dialog"], [role="menu"], [role="listbox"]';

/**
 * Whether a key belongs to something else than the page: someone types there, or a dialog is open, wherever the focus is just
 * then (a dialog takes it a moment after it opened). `inputs` are those that count as typed into.
 */
export function hasOwnKeys(target: EventTarget | null, inputs = 'input'): boolean {
  if (document.querySelector('[role="dialog"][aria-modal="true"]') !== null) return true;
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.closest(`${inputs}, ${TAKERS}`) !== null;
}
