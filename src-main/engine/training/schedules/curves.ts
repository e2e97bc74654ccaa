/** Half a cosine wave from `from` (at 0) to `to` (at 1 and beyond). */
export function cosineBetween(from: number, to: number, progress: number): number {
  const share = Math.min(1, Math.max(0, progress));
  return to + (from - to) * 0.5 * (1 + Math.cos(Math.PI * share));
}
