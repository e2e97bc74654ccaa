export type KeyCommand = { readonly kind: 'go'; readonly path: string } | { readonly kind: 'help' };

export interface KeyState {
  /** `g` was pressed, and when. */
  readonly goSinceMs: number | null;
}

export interface KeyTarget {
  readonly path: string;
  readonly letter: string;
}

/** A letter counts as belonging to the `g` before it for this long. */
const GO_WINDOW_MS = 1500;

/** One key press: what it does, and what to remember. */
export function pressKey(
  state: KeyState,
  key: string,
  atMs: number,
  targets: readonly KeyTarget[],
): { state: KeyState; command: KeyCommand | null } {
  const idle = { goSinceMs: null };
  if (state.goSinceMs !== null && atMs - state.goSinceMs <= GO_WINDOW_MS) {
    const target = targets.find(each => each.letter === key);
    return { state: idle, command: target === undefined ? null : { kind: 'go', path: target.path } };
  }
  if (key === 'g') return { state: { goSinceMs: atMs }, command: null };
  if (key === '?') return { state: idle, command: { kind: 'help' } };
  if (key === 'n') return { state: idle, command: { kind: 'go', path: '/new' } };
  const numbered = /^[1-9]$/.test(key) ? targets[Number(key) - 1] : undefined;
  return { state: idle, command: numbered === undefined ? null : { kind: 'go', path: numbered.path } };
}
