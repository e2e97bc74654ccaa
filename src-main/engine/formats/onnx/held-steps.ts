import type { OnnxBuilder, OnnxValue } from './builder.ts';
import { FLOAT, INT32, INT64 } from './schema.ts';

/**
 * ONNX's recurrent operators know how many steps of an item count, not which. The steps that count are brought to the front, in
 * their order; what was known at each place is read from there: ahead the state behind the last step that counted, backwards the
 * one behind the next; zeros where there was none.
 */
export interface PackedSteps {
  /** [N, T, features]: the steps that count first. */
  readonly series: string;
  /** How many do, [N] int32; at least 1, as the operators demand. */
  readonly lengths: string;
  /** Which of the states in `series` each step has: [N, T, 1] int64, and 1 where it has one, [N, T, 1]; by direction. */
  readonly places: readonly { readonly index: string; readonly known: string }[];
  /** 1 for a step that counts, [N, T, 1]. */
  readonly counts: string;
  readonly time: number;
}

export function packedSteps(builder: OnnxBuilder, node: string, [series, mask]: readonly [OnnxValue, OnnxValue]): PackedSteps {
  const part = (word: string): string => `${node}.packed-${word}`;
  const add = (opType: string, word: string, inputs: readonly string[], attributes = {}): string =>
    builder.add(opType, part(word), inputs, attributes);
  const [time = 0] = series.shape;
  const integer = (word: string, value: number): string => builder.integers(part(word), [value]);
  const [one, last, axis] = [integer('one', 1), integer('last', time - 1), integer('axis', 1)];
  const flat = add('Squeeze', 'mask', [builder.read(mask, 'last'), integer('mask-axis', 2)]);
  const counts = add('Cast', 'counts', [add('Greater', 'seen', [flat, builder.number(part('half'), 0.5)])], { to: INT64 });
  const skipped = add('Mul', 'behind', [add('Sub', 'skipped', [one, counts]), integer('time', time)]);
  const steps = builder.integers(part('steps'), [...Array(time).keys()]);
  const keys = add('Cast', 'keys', [add('Add', 'ranks', [skipped, steps])], { to: FLOAT });
  const order = part('order');
  builder.addMany({ opType: 'TopK', name: order, outputs: [part('sorted'), order] }, [keys, integer('count', time)], {
    axis: 1,
    largest: 0,
    sorted: 1,
  });
  const total = add('ReduceSum', 'total', [counts, axis], { keepdims: 1 });
  const among = add('CumSum', 'among', [counts, builder.raw(scalar(part('along'), 1))]);
  const passed = add('Sub', 'passed', [among, counts]);
  const before = add('Sub', 'before', [among, one]);
  const placeOf = (word: string, place: string, known: string) => {
    const near = add('Min', `${word}-near`, [add('Max', `${word}-from`, [place, integer(`${word}-first`, 0)]), last]);
    const shares = add('Cast', `${word}-known`, [known], { to: FLOAT });
    const apart = (name: string, of: string): string => add('Unsqueeze', name, [of, integer(`${name}-axis`, 2)]);
    return { index: apart(`${word}-index`, near), known: apart(`${word}-share`, shares) };
  };
  const lengths = add('Cast', 'lengths', [add('Squeeze', 'length', [add('Max', 'least', [total, one]), axis])], { to: INT32 });
  return {
    series: add('GatherND', 'series', [builder.read(series, 'last'), add('Unsqueeze', 'order-index', [order, integer('order-axis', 2)])], {
      batch_dims: 1,
    }),
    lengths,
    places: [
      placeOf('ahead', before, add('Greater', 'any-before', [among, integer('none', 0)])),
      placeOf('back', passed, add('Less', 'any-behind', [passed, total])),
    ],
    counts: add('Unsqueeze', 'counts-apart', [add('Cast', 'counts-share', [counts], { to: FLOAT }), integer('counts-axis', 2)]),
    time,
  };
}

interface Packed {
  /** [T, directions, N, units]. */
  readonly states: string;
  readonly steps: PackedSteps;
  readonly directions: number;
  readonly returnSequences: boolean;
}

/** All states [N, T, directions·units], or the last ones [N, directions·units]. */
export function unpackedStates(
  builder: OnnxBuilder,
  node: string,
  { states, steps: { places, counts, time }, directions, returnSequences }: Packed,
): string {
  const part = (word: string): string => `${node}.unpacked-${word}`;
  const turned = builder.add('Transpose', part('turned'), [states], { perm: [2, 0, 1, 3] });
  const parts = places.slice(0, directions).map(({ index, known }, i) => {
    const own = builder.add('Gather', part(`states-${i}`), [turned, builder.raw(scalar(part(`direction-${i}`), i))], { axis: 2 });
    const at = builder.add('GatherND', part(`at-${i}`), [own, index], { batch_dims: 1 });
    const all = builder.add('Mul', part(`all-${i}`), [at, known]);
    if (returnSequences) return all;
    return builder.add('Gather', part(`end-${i}`), [all, builder.raw(scalar(part(`end-step-${i}`), i === 0 ? time - 1 : 0))], { axis: 1 });
  });
  if (directions === 1 || !returnSequences) return builder.add('Concat', node, parts, { axis: -1 });
  return builder.add('Mul', node, [builder.add('Concat', part('both'), parts, { axis: -1 }), counts]);
}

function scalar(name: string, value: number) {
  return { name, dims: [], dataType: INT64, rawData: new Uint8Array(BigInt64Array.of(BigInt(value)).buffer) };
}
