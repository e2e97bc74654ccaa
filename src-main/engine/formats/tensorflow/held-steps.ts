import { SATURATED } from '../../ops/held-steps.ts';
import type { GraphOps } from './graph-ops.ts';
import type { GraphValue } from './graph-value.ts';

/** What holds a recurrent layer's state over the steps that a mask leaves out; see `holdGates`. */
export interface Hold {
  /** The sums that gates are made of, [N, T, gates·units]. */
  readonly given: GraphValue;
  /** By step 1 where it counts, [N, 1]; and 1 where it doesn't. */
  readonly counts: readonly GraphValue[];
  readonly skipped: readonly GraphValue[];
}

interface Held {
  readonly name: string;
  readonly mask: GraphValue;
  readonly given: GraphValue;
  readonly pull: readonly number[];
}

export function holdOf(ops: GraphOps, { name, mask, given, pull }: Held): Hold {
  const part = (word: string): string => `${name}/hold-${word}`;
  const columns = given.shape.at(-1) ?? 0;
  const units = columns / pull.length;
  const counts = zeroOrOne(ops, part('counts'), mask);
  const skipped = ops.binary('Sub', part('skipped'), ops.number(part('one'), 1), counts);
  const row = Float32Array.from({ length: columns }, (_, column) => SATURATED * pull[Math.floor(column / units)]!);
  const pulled = ops.binary('Mul', part('pulled'), skipped, ops.constant(part('pull'), [columns], row));
  return {
    given: ops.binary('AddV2', part('given'), given, pulled),
    counts: ops.steps(part('counts-by-step'), counts),
    skipped: ops.steps(part('skipped-by-step'), skipped),
  };
}

/** 1 for a number above ½, else 0. */
export function zeroOrOne(ops: GraphOps, name: string, mask: GraphValue): GraphValue {
  return ops.cast(name, ops.compare('Greater', `${name}-seen`, mask, ops.number(`${name}-half`, 0.5)), 'float32');
}

interface State {
  readonly fresh: GraphValue;
  readonly before: GraphValue | undefined;
  readonly counts: GraphValue;
  readonly skipped: GraphValue;
}

export function heldState(ops: GraphOps, part: (word: string) => string, { fresh, before, counts, skipped }: State): GraphValue {
  const own = ops.binary('Mul', part('own'), fresh, counts);
  if (before === undefined) return own;
  return ops.binary('AddV2', part('held'), own, ops.binary('Mul', part('before'), before, skipped));
}
