import { useEffect, useState, type ReactNode } from 'react';
import { takeTurn } from './turns.ts';

/** Its content appears in its turn: a screen full of charts drawn at once would keep a typed key waiting. */
export function InTurn({ children }: { readonly children: ReactNode }) {
  const [isUp, setUp] = useState(false);
  useEffect(() => takeTurn(() => setUp(true)), []);
  return isUp && children;
}
