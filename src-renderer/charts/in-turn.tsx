import { useEffect, useState, type ReactNode } from 'react';

/** At the latest, where the browser never rests. */
const PATIENCE_MS = 250;

const waiting = new Set<() => void>();

/**
 * Its content appears when the browser has nothing more urgent to do, one such at a time and in their order: a screen full of
 * charts drawn at once would keep a typed key waiting.
 */
export function InTurn({ children }: { readonly children: ReactNode }) {
  const [isUp, setUp] = useState(false);
  useEffect(() => takeTurn(() => setUp(true)), []);
  return isUp && children;
}

/** Returns the way to step out of the queue. */
function takeTurn(turn: () => void): () => void {
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
