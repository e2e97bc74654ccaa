import { readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';

const bounds = z.object({
  x: z.number().int(),
  y: z.number().int(),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
});
const savedState = z.object({ bounds, maximised: z.boolean() });

export type Rectangle = z.infer<typeof bounds>;
export type WindowState = z.infer<typeof savedState>;

export const LEAST_SIZE = { width: 1024, height: 700 } as const;
const DESIGN_SIZE = { width: 1440, height: 900 } as const;

export interface Opening {
  readonly width: number;
  readonly height: number;
  readonly x?: number;
  readonly y?: number;
}

/** Where a window opens: where it was, unless that screen is gone or too little of it would be seen. Screens are work areas. */
export function openingOf(state: WindowState | null, screens: readonly Rectangle[]): Opening {
  if (state === null) return DESIGN_SIZE;
  const width = Math.max(LEAST_SIZE.width, state.bounds.width);
  const height = Math.max(LEAST_SIZE.height, state.bounds.height);
  const { x, y } = state.bounds;
  // The title bar must be reachable: a hundred points of it, by its top edge.
  const reachable = screens.some(s => x + width >= s.x + 100 && x <= s.x + s.width - 100 && y >= s.y && y <= s.y + s.height - 50);
  return reachable ? { x, y, width, height } : { width, height };
}

/** Null when there is none, or when it is not one: a window then opens as the first time. */
export function readWindowState(file: string): WindowState | null {
  try {
    return savedState.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return null;
  }
}

/** A place that can't be kept costs nothing but the place. */
export function saveWindowState(file: string, state: WindowState): void {
  try {
    writeFileSync(file, JSON.stringify(state));
  } catch {
    return;
  }
}
