import { I32 } from '../assembler/encode.ts';
import type { Code } from '../assembler/encode.ts';
import { forRange, parametersOf, when } from '../assembler/function-builder.ts';
import type { FunctionBuilder, Variable, WasmFunction } from '../assembler/function-builder.ts';
import { i32 } from '../assembler/instructions.ts';
import { forPixels, inPixel, itemAddress, lessUnsigned, setInColumn, setInRow, WINDOW_PARAMETERS, windowOf } from './geometry.ts';
import type { Window } from './geometry.ts';
import { forLanes } from './lanes.ts';
import type { Lanes } from './lanes.ts';

/**
 * `gatherPatches(image, patches, …ROWS, …GEOMETRY)`: im2col. One row of [filterHeight · filterWidth · channels] for each
 * output position, zeros where the filter hangs over the edge.
 */
export const gatherPatches: WasmFunction = patchProgram('gatherPatches', (lanes, pixel, patch) => lanes.store(patch.get, lanes.load(pixel.get)), true);

/** `scatterPatches(image, patches, …ROWS, …GEOMETRY)`: its transpose, col2im: what hangs over the edge is dropped, the rest is added to the image. */
export const scatterPatches: WasmFunction = patchProgram(
  'scatterPatches',
  (lanes, pixel, patch) => lanes.store(pixel.get, lanes.add(lanes.load(pixel.get), lanes.load(patch.get))),
  false,
);

type Move = (lanes: Lanes, pixel: Variable, patch: Variable) => Code;

function patchProgram(name: string, move: Move, clearsOutside: boolean): WasmFunction {
  return {
    name,
    parameters: parametersOf(2 + WINDOW_PARAMETERS),
    body(builder, [images, patch, ...rest]) {
      const window = windowOf(builder, rest);
      const pixel = builder.local(I32);
      const run = builder.local(I32);
      const clear = clearsOutside
        ? forLanes(builder, run.get, [patch!], lanes => lanes.store(patch!.get, lanes.splat(ZERO)))
        : patch!.set(i32.add(patch!.get, i32.shiftLeft(run.get, i32.constant(2))));
      const moveRun: Code = [
        pixel.set(itemAddress(images!, inPixel(window), window.channels.get)),
        forLanes(builder, run.get, [pixel, patch!], lanes => move(lanes, pixel, patch!)),
      ];
      return forPixels(
        window,
        forRange(window.filterRow, [i32.constant(0), window.filterHeight.get, 1], [
          setInRow(window),
          when(lessUnsigned(window.inRow.get, window.inHeight.get), filterLine(builder, window, { run, moveRun, clear }), [
            run.set(i32.multiply(window.filterWidth.get, window.channels.get)),
            clear,
          ]),
        ]),
      );
    },
  };
}

/** One line of the filter: in one run when it lies inside the image without gaps, else place by place. */
function filterLine(
  builder: FunctionBuilder,
  window: Window,
  { run, moveRun, clear }: { readonly run: Variable; readonly moveRun: Code; readonly clear: Code },
): Code {
  const { filterColumn, filterWidth, inColumn, inWidth, channels, dilationWidth } = window;
  const whole = builder.local(I32);
  return [
    filterColumn.set(i32.subtract(filterWidth.get, i32.constant(1))),
    setInColumn(window),
    whole.set(i32.and(i32.equal(dilationWidth.get, i32.constant(1)), lessUnsigned(inColumn.get, inWidth.get))),
    filterColumn.set(i32.constant(0)),
    setInColumn(window),
    when(
      i32.and(whole.get, lessUnsigned(inColumn.get, inWidth.get)),
      [run.set(i32.multiply(filterWidth.get, channels.get)), moveRun],
      forRange(filterColumn, [i32.constant(0), filterWidth.get, 1], [
        setInColumn(window),
        run.set(channels.get),
        when(lessUnsigned(inColumn.get, inWidth.get), moveRun, clear),
      ]),
    ),
  ];
}

/** f32.const 0 */
const ZERO: Code = [0x43, 0, 0, 0, 0];
