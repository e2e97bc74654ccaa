import type { Leaves } from '../plan.ts';

/** Where whole channels or factors go, all costs go with them. */
export function allOf(keep: number, bits: number): Leaves {
  return { parameters: keep, multiplyAdds: keep, bytes: keep * bits };
}

/** As a person would write it. */
export function rounded(share: number): number {
  return Number(share.toPrecision(4));
}
