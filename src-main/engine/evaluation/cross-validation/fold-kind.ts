import type { ParamSpecs, ParamValues } from '../../../../src-shared/domain/params/param-spec.ts';
import type { Random } from '../../../../src-shared/lib/random.ts';
import type { Algorithm } from '../../algorithm.ts';
import type { LabelRows } from '../../data/label-rows.ts';

/** What folds are dealt from. Arrays are by place in the pool, 0 … items − 1. */
export interface FoldPool {
  readonly items: number;
  /** Class number of each place; null where there are no classes. */
  readonly classOf: ArrayLike<number> | null;
  /** Labels of each place; null or left out where an item has no more than a class. */
  readonly labels?: LabelRows | null;
  /** Group of each place; null when the data set has none. */
  readonly groups: FoldGroups | null;
}

export interface FoldGroups {
  /** Column they come from. */
  readonly label: string;
  readonly names: readonly string[];
  readonly of: ArrayLike<number>;
}

/** Places of one fold, ascending. */
export interface DealtFold {
  readonly heldOut: Uint32Array;
  /** Null: all that are not held out. */
  readonly trained: Uint32Array | null;
  /** The group that is held out, where it is a single one. */
  readonly label: string | null;
}

/** A way to deal items into folds. */
export interface FoldKind<S extends ParamSpecs = ParamSpecs> extends Algorithm<S> {
  /**
   * One round of folds: every place is held out once, but for ways that say otherwise. Throws `invalid-input` when the pool
   * has not what is asked for. Draws from `random` alone. The parameters `k`, `repeats` and `seed`, where a kind has them, mean
   * the same in each: folds of a round, rounds, and what the rounds are drawn from.
   */
  deal(pool: FoldPool, config: ParamValues<S>, random: Random): readonly DealtFold[];
}

/** A kind whose parameters' types are forgotten, as the registry holds it; `config` must have been parsed by its `params`. */
export interface RegisteredFoldKind extends Algorithm {
  deal(pool: FoldPool, config: Readonly<Record<string, unknown>>, random: Random): readonly DealtFold[];
}

export function defineFoldKind<const S extends ParamSpecs>(kind: FoldKind<S>): FoldKind<S> {
  return kind;
}

/** Parameters that several kinds share. */
export const k = { kind: 'number', label: 'Folds', default: 5, min: 2, max: 100, integer: true } as const;
export const repeats = {
  kind: 'number',
  label: 'Rounds',
  help: 'How often all items are dealt anew.',
  default: 1,
  min: 1,
  max: 100,
  integer: true,
} as const;
export const stratify = { kind: 'flag', label: 'Keep class shares equal', default: true } as const;
export const seed = { kind: 'number', label: 'Seed', default: 1, min: 0, max: 2 ** 53 - 1, integer: true } as const;
