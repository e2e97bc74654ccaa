import { F32, I32, V128 } from '../assembler/encode.ts';
import type { Code } from '../assembler/encode.ts';
import { advance, defineFunction, whileTrue } from '../assembler/function-builder.ts';
import type { FunctionBuilder, Variable } from '../assembler/function-builder.ts';
import { f32, f32x4, i32 } from '../assembler/instructions.ts';
import { forPixels, forWindow, windowParameters, windowOf } from './geometry.ts';
import type { Window, WindowWalk } from './geometry.ts';
import { forLanes } from './lanes.ts';

/**
 * `maxPoolGradient(x, y, dy, dx, …ROWS, …GEOMETRY)`: adds dy to the first place of each window (row by row) that holds
 * the window's maximum y. `dx` must be zero before.
 */
export const maxPoolGradient = defineFunction({
  name: 'maxPoolGradient',
  parameters: windowParameters(4),
  body(builder, [x, y, dy, dx, ...rest]) {
    const window = windowOf(builder, rest);
    const [channel, at] = builder.locals(I32, 2);
    const from = { x: x, y: y, dy: dy, dx: dx, channel, at };
    const left = i32.subtract(window.channels.get, channel.get);
    return forPixels(window, [
      channel.set(i32.constant(0)),
      whileTrue(i32.greaterEqualSigned(left, i32.constant(4)), [
        fourChannels(builder, window, from),
        advance(channel, 4),
        advance(y, 16),
        advance(dy, 16),
      ]),
      whileTrue(i32.greaterEqualSigned(left, i32.constant(1)), [
        oneChannel(builder, window, from),
        advance(channel, 1),
        advance(y, 4),
        advance(dy, 4),
      ]),
    ]);
  },
});

/** `averagePoolGradient(dy, dx, …ROWS, …GEOMETRY)`: spreads dy evenly over the places of the window inside the image. `dx` must be zero before. */
export const averagePoolGradient = defineFunction({
  name: 'averagePoolGradient',
  parameters: windowParameters(2),
  body(builder, [dy, dx, ...rest]) {
    const window = windowOf(builder, rest);
    const [from, to, at] = builder.locals(I32, 3);
    const count = builder.local(F32);
    const share = builder.local(F32);
    return forPixels(window, [
      count.set(f32.constant(0)),
      forWindow(window, { at }, count.set(f32.add(count.get, f32.constant(1)))),
      share.set(f32.divide(f32.constant(1), count.get)),
      forWindow(window, { at }, [
        from.set(dy.get),
        to.set(i32.add(dx.get, at.get)),
        forLanes(builder, window.channels.get, [from, to], lanes =>
          lanes.store(to.get, lanes.add(lanes.load(to.get), lanes.multiply(lanes.load(from.get), lanes.splat(share.get)))),
        ),
      ]),
      advance(dy, i32.shiftLeft(window.channels.get, i32.constant(2))),
    ]);
  },
});

interface MaxPoolPointers {
  readonly x: Variable;
  readonly y: Variable;
  readonly dy: Variable;
  readonly dx: Variable;
  readonly channel: Variable;
  /** Offset in bytes of the place in x and dx. */
  readonly at: Variable;
}

function fourChannels(builder: FunctionBuilder, window: Window, pointers: MaxPoolPointers): Code {
  const { x, y, dy, dx, at } = pointers;
  const [maximum, gradient, free, hit] = builder.locals(V128, 4);
  const target = i32.add(dx.get, at.get);
  return [
    maximum.set(f32x4.load(y.get)),
    gradient.set(f32x4.load(dy.get)),
    free.set(f32x4.equal(f32x4.zero(), f32x4.zero())),
    forWindow(window, walkOf(pointers), [
      hit.set(f32x4.and(free.get, f32x4.equal(f32x4.load(i32.add(x.get, at.get)), maximum.get))),
      free.set(f32x4.andNot(free.get, hit.get)),
      f32x4.store(target, f32x4.add(f32x4.load(target), f32x4.and(hit.get, gradient.get))),
    ]),
  ];
}

function oneChannel(builder: FunctionBuilder, window: Window, pointers: MaxPoolPointers): Code {
  const { x, y, dy, dx, at } = pointers;
  const free = builder.local(I32);
  const hit = builder.local(I32);
  const target = i32.add(dx.get, at.get);
  return [
    free.set(i32.constant(1)),
    forWindow(window, walkOf(pointers), [
      hit.set(i32.and(free.get, f32.equal(f32.load(i32.add(x.get, at.get)), f32.load(y.get)))),
      free.set(i32.subtract(free.get, hit.get)),
      f32.store(target, f32.select(hit.get, f32.add(f32.load(target), f32.load(dy.get)), f32.load(target))),
    ]),
  ];
}

function walkOf({ channel, at }: MaxPoolPointers): WindowWalk {
  return { at, channelOffset: i32.shiftLeft(channel.get, i32.constant(2)) };
}
