import { constants, setPriority } from 'node:os';

/**
 * Lets the windows, and whatever else the person does, go first: a training that takes every core leaves them waiting for
 * seconds otherwise. Costs nothing while nobody else wants to compute. To be called before threads are started, since on
 * Linux only later ones follow.
 */
export function yieldToScreens(): void {
  try {
    setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // A system that refuses it computes as before.
  }
}
