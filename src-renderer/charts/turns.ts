/** At the latest, where the browser never rests. */
const PATIENCE_MS = 250;

const waiting = new Set<() => void>();

/** Calls what waits when the browser has nothing more urgent to do, one a time and in its order. Returns the way to step out. */
export function takeTurn(turn: () => void): () => void {
  waiting.add(turn);
  if (waiting.size === 1) whenIdle(next);
  return () => void waiting.delete(turn);
}

function next(): void {
  const [turn] = waiting;
  if (turn === undefined) return;
  turn();
  waiting.delete(turn);
  if (waiting.size > 0) whenIdle(next);
}

function whenIdle(work: () => void): void {
  const idle = globalThis.requestIdleCallback as typeof requestIdleCallback | undefined;
  if (idle === undefined) setTimeout(work);
  else idle(work, { timeout: PATIENCE_MS });
}
