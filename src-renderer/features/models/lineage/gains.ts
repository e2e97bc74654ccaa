import type { Change } from '../../../../src-shared/domain/lineage/lineage.ts';

/** A change as it is told: how much, and whether it is good. */
export interface Gain {
  readonly figure: string;
  readonly before: number | null;
  readonly after: number;
  /** `points`: after − before of a share; `ratio`: (after − before) / before; `value`: there was nothing before. */
  readonly as: 'points' | 'ratio' | 'value';
  readonly by: number;
  readonly tone: 'better' | 'worse' | 'same';
}

/** Figures that are shares of one, of which more is better. */
const SHARES: ReadonlySet<string> = new Set(['accuracy']);
/** A change too small to be told. */
const NEGLIGIBLE = { points: 0.000_05, ratio: 0.005 } as const;

export function gainOf({ figure, before, after }: Change): Gain {
  if (before === null) return { figure, before, after, as: 'value', by: after, tone: 'same' };
  const share = SHARES.has(figure);
  const as = share ? 'points' : 'ratio';
  const by = share ? after - before : before === 0 ? 0 : (after - before) / before;
  const good = share ? by > 0 : by < 0;
  return { figure, before, after, as, by, tone: Math.abs(by) < NEGLIGIBLE[as] ? 'same' : good ? 'better' : 'worse' };
}

/** The one or two that say most: what became of the quality, and the size that changed most. */
export function headline(changes: readonly Change[]): readonly Gain[] {
  const gains = changes.map(gainOf);
  const sizes = gains.filter(gain => gain.as === 'ratio' && gain.tone !== 'same' && isSize(gain.figure));
  const greatest = sizes.reduce<Gain | undefined>(
    (best, gain) => (best === undefined || Math.abs(gain.by) > Math.abs(best.by) ? gain : best),
    undefined,
  );
  const quality = gains.find(gain => !isSize(gain.figure));
  return [quality, greatest].filter(gain => gain !== undefined);
}

function isSize(figure: string): boolean {
  return ['parameters', 'nonZeros', 'multiplyAdds', 'bytes', 'compressedBytes'].includes(figure);
}
