import { I32 } from '../assembler/encode.ts';
import type { Code } from '../assembler/encode.ts';
import { advance, defineFunction, forRange, when } from '../assembler/function-builder.ts';
import type { FunctionBuilder, Variable, WasmFunction } from '../assembler/function-builder.ts';
import { f32, i32 } from '../assembler/instructions.ts';
import { forPixels, forWindow, windowParameters, windowOf } from './geometry.ts';
import type { Window } from './geometry.ts';
import { forLanes } from './lanes.ts';

/** The three factors: one pixel of the image, one place of the filter, one output position. */
interface Factors {
  readonly image: Variable;
  readonly filter: Variable;
  readonly gradient: Variable;
}

/** `depthwiseFilterGradient(x, dFilter, dy, multiplier, …ROWS, …GEOMETRY)`: adds x · dy to the filter [fH, fW, C, multiplier]. */
export const depthwiseFilterGradient: WasmFunction = depthwiseProgram('depthwiseFilterGradient', ({ image, filter, gradient }) => ({
  into: filter,
  factors: [image, gradient],
}));

/** `depthwiseInputGradient(dx, filter, dy, multiplier, …ROWS, …GEOMETRY)`: adds filter · dy to the image. */
export const depthwiseInputGradient: WasmFunction = depthwiseProgram('depthwiseInputGradient', ({ image, filter, gradient }) => ({
  into: image,
  factors: [filter, gradient],
}));

type Roles = (all: Factors) => { readonly into: Variable; readonly factors: readonly [Variable, Variable] };

function depthwiseProgram(name: string, roles: Roles): WasmFunction {
  return defineFunction({
    name,
    parameters: windowParameters(4),
    body(builder, [images, filters, dy, multiplier, ...rest]) {
      const window = windowOf(builder, rest);
      const [image, filter, gradient, at, place, placeBytes] = builder.locals(I32, 6) as readonly [
        Variable,
        Variable,
        Variable,
        Variable,
        Variable,
        Variable,
      ];
      const all = { image, filter, gradient };
      const outputs = i32.multiply(window.channels.get, multiplier.get);
      const lineBytes = i32.multiply(window.filterWidth.get, placeBytes.get);
      const line = place.set(i32.add(filters.get, i32.multiply(window.filterRow.get, lineBytes)));
      return [
        placeBytes.set(i32.shiftLeft(outputs, i32.constant(2))),
        forPixels(window, [
          forWindow(window, { at, line, next: advance(place, placeBytes.get) }, [
            image.set(i32.add(images.get, at.get)),
            filter.set(place.get),
            gradient.set(dy.get),
            when(
              i32.equal(multiplier.get, i32.constant(1)),
              oneToOne(builder, window, roles, all),
              oneToMany(builder, [window, multiplier], roles, all),
            ),
          ]),
          advance(dy, placeBytes.get),
        ]),
      ];
    },
  });
}

function oneToOne(builder: FunctionBuilder, window: Window, roles: Roles, all: Factors): Code {
  const { into, factors } = roles(all);
  const [a, b] = factors;
  return forLanes(builder, window.channels.get, [all.image, all.filter, all.gradient], lanes =>
    lanes.store(into.get, lanes.add(lanes.load(into.get), lanes.multiply(lanes.load(a.get), lanes.load(b.get)))),
  );
}

function oneToMany(builder: FunctionBuilder, [window, multiplier]: readonly [Window, Variable], roles: Roles, all: Factors): Code {
  const { into, factors } = roles(all);
  const [a, b] = factors;
  const [channel, copy] = builder.locals(I32, 2);
  return forRange(
    channel,
    [i32.constant(0), window.channels.get, 1],
    [
      forRange(
        copy,
        [i32.constant(0), multiplier.get, 1],
        [
          f32.store(into.get, f32.add(f32.load(into.get), f32.multiply(f32.load(a.get), f32.load(b.get)))),
          advance(all.filter, 4),
          advance(all.gradient, 4),
        ],
      ),
      advance(all.image, 4),
    ],
  );
}
