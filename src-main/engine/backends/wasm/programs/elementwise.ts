import { F32, I32 } from '../assembler/encode.ts';
import type { Code } from '../assembler/encode.ts';
import { advance, defineFunction, forRange, parametersOf, whileTrue } from '../assembler/function-builder.ts';
import type { FunctionBuilder, Variable } from '../assembler/function-builder.ts';
import { f32, f32x4, i32 } from '../assembler/instructions.ts';
import { forLanes, fourLanes, oneLane } from './lanes.ts';
import type { Lanes } from './lanes.ts';

/** `reluGradient(dy, y, dx, count)`: dy where y > 0, else 0. */
export const reluGradient = defineFunction({
  name: 'reluGradient',
  parameters: parametersOf(4),
  body(builder, [dy, y, dx, count]) {
    return forLanes(builder, count.get, [dy, y, dx], lanes =>
      lanes.bytes === 16
        ? f32x4.store(dx.get, f32x4.and(f32x4.load(dy.get), f32x4.greater(f32x4.load(y.get), f32x4.zero())))
        : f32.store(dx.get, f32.select(f32.greater(f32.load(y.get), f32.constant(0)), f32.load(dy.get), f32.constant(0))),
    );
  },
});

/**
 * `adamStep(parameter, gradient, m, v, newParameter, newM, newV, count, rate, share1, share2, epsilon)`: in one pass over
 * memory what takes a dozen operations one by one, with the same roundings in the same order (no fused multiply-add), so
 * that the bits agree: m ← m + (g − m)·share1; v ← v + (g² − v)·share2; p ← p − (m·rate) / (√v + ε).
 */
export const adamStep = defineFunction({
  name: 'adamStep',
  parameters: [...parametersOf(8), F32, F32, F32, F32],
  body(builder, [parameter, gradient, m, v, newParameter, newM, newV, count, rate, share1, share2, epsilon]) {
    const pointers = [parameter, gradient, m, v, newParameter, newM, newV];
    return forLanes(builder, count.get, pointers, lanes => {
      const [g, mean, square] = [lanes.local(), lanes.local(), lanes.local()];
      const towards = (old: Variable, value: Code, share: Variable): Code =>
        lanes.add(lanes.load(old.get), lanes.multiply(lanes.subtract(value, lanes.load(old.get)), lanes.splat(share.get)));
      const denominator = lanes.add(lanes.squareRoot(square.get), lanes.splat(epsilon.get));
      const change = lanes.divide(lanes.multiply(mean.get, lanes.splat(rate.get)), denominator);
      return [
        g.set(lanes.load(gradient.get)),
        mean.set(towards(m, g.get, share1)),
        square.set(towards(v, lanes.multiply(g.get, g.get), share2)),
        lanes.store(newParameter.get, lanes.subtract(lanes.load(parameter.get), change)),
        lanes.store(newM.get, mean.get),
        lanes.store(newV.get, square.get),
      ];
    });
  },
});

/** `sumMiddle(x, out, outer, reduced, inner, scale)`: x [outer, reduced, inner] summed over the middle axis, times scale. */
export const sumMiddle = defineFunction({
  name: 'sumMiddle',
  parameters: [I32, I32, I32, I32, I32, F32],
  body(builder, [x, out, outer, reduced, inner, scale]) {
    const [block, left, stride] = builder.locals(I32, 3);
    const columns = { from: x, out: out, reduced: reduced, stride, scale: scale, left };
    return [
      stride.set(i32.shiftLeft(inner.get, i32.constant(2))),
      forRange(
        block,
        [i32.constant(0), outer.get, 1],
        [
          left.set(inner.get),
          sumColumns(builder, fourLanes(builder), columns),
          sumColumns(builder, oneLane(builder), columns),
          advance(x, i32.multiply(i32.subtract(reduced.get, i32.constant(1)), stride.get)),
        ],
      ),
    ];
  },
});

interface Columns {
  /** Moves on by the columns summed. */
  readonly from: Variable;
  readonly out: Variable;
  readonly reduced: Variable;
  readonly stride: Variable;
  readonly scale: Variable;
  readonly left: Variable;
}

/** As many columns at once as there are lanes, in four interleaved sums: they hide the latency of an addition and keep the rounding error down. */
function sumColumns(builder: FunctionBuilder, lanes: Lanes, { from, out, reduced, stride, scale, left }: Columns): Code {
  const items = lanes.bytes / 4;
  const [row, at] = builder.locals(I32, 2);
  const sums = [0, 1, 2, 3].map(() => lanes.local()) as [Variable, Variable, Variable, Variable];
  const addNext = (sum: Variable): Code => [sum.set(lanes.add(sum.get, lanes.load(at.get))), advance(at, stride.get), advance(row, 1)];
  const pairs = lanes.add(lanes.add(sums[0].get, sums[1].get), lanes.add(sums[2].get, sums[3].get));
  return whileTrue(i32.greaterEqualSigned(left.get, i32.constant(items)), [
    sums.map(sum => sum.set(lanes.splat(f32.constant(0)))),
    at.set(from.get),
    row.set(i32.constant(0)),
    whileTrue(i32.lessSigned(i32.add(row.get, i32.constant(3)), reduced.get), sums.map(addNext)),
    whileTrue(i32.lessSigned(row.get, reduced.get), addNext(sums[0])),
    lanes.store(out.get, lanes.multiply(pairs, lanes.splat(scale.get))),
    advance(out, lanes.bytes),
    advance(from, lanes.bytes),
    advance(left, -items),
  ]);
}
