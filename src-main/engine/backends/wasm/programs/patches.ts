import { I32 } from '../assembler/encode.ts';
import type { Code } from '../assembler/encode.ts';
import { advance, defineFunction, forRange, when, whileTrue } from '../assembler/function-builder.ts';
import type { FunctionBuilder, Variable, WasmFunction } from '../assembler/function-builder.ts';
import { f32, f32x4, i32 } from '../assembler/instructions.ts';
import { forRows, inPixel, itemAddress, lessUnsigned, setInColumn, setInRow, windowParameters, windowOf } from './geometry.ts';
import type { Window } from './geometry.ts';
import { forLanes } from './lanes.ts';

/**
 * `gatherPatches(images, patches, …ROWS, …GEOMETRY)`: im2col. One row of [filterHeight · filterWidth · channels] for each
 * output position, zeros where the filter hangs over the edge.
 */
export const gatherPatches: WasmFunction = patchProgram('gatherPatches', { move: copyRun, clear: clearRun });

/** `scatterPatches(images, patches, …ROWS, …GEOMETRY)`: its transpose, col2im. What hangs over the edge is dropped, the rest is added to the images. */
export const scatterPatches: WasmFunction = patchProgram('scatterPatches', { move: addRun, clear: () => [] });

/** A stretch of float32 that lie side by side in the image and in the patch; `length` is in bytes. */
interface Run {
  readonly pixel: Variable;
  readonly patch: Variable;
  readonly length: Variable;
}

interface RunActions {
  readonly move: (builder: FunctionBuilder, run: Run) => Code;
  readonly clear: (builder: FunctionBuilder, run: Run) => Code;
}

/**
 * One line of the filter at a time, along a whole line of outputs: so nothing but a pointer changes from one output to
 * the next as long as the line lies inside the image.
 */
function patchProgram(name: string, actions: RunActions): WasmFunction {
  return defineFunction({
    name,
    parameters: windowParameters(2),
    body(builder, [images, patches, ...rest]) {
      const window = windowOf(builder, rest);
      const line = lineOf(builder, images);
      const { filterRow, filterHeight, filterWidth, channels, outWidth } = window;
      return [
        line.length.set(i32.shiftLeft(i32.multiply(filterWidth.get, channels.get), i32.constant(2))),
        line.patchLength.set(i32.multiply(line.length.get, filterHeight.get)),
        forRows(window, [
          line.start.set(patches.get),
          forRange(
            filterRow,
            [i32.constant(0), filterHeight.get, 1],
            [moveLine(builder, window, line, actions), advance(line.start, line.length.get)],
          ),
          advance(patches, i32.multiply(line.patchLength.get, outWidth.get)),
        ]),
      ];
    },
  });
}

interface Line {
  readonly images: Variable;
  /** Bytes of a filter line and of a whole patch. */
  readonly length: Variable;
  readonly patchLength: Variable;
  /** Where the line lies in the first patch of the row, and in the present one. */
  readonly start: Variable;
  readonly patch: Variable;
  readonly pixel: Variable;
  /** The filter line lies inside the image when its first column is below this. */
  readonly limit: Variable;
}

function lineOf(builder: FunctionBuilder, images: Variable): Line {
  const [length, patchLength, start, patch, pixel, limit] = builder.locals(I32, 6);
  return { images, length, patchLength, start, patch, pixel, limit };
}

function moveLine(builder: FunctionBuilder, window: Window, line: Line, { move, clear }: RunActions): Code {
  const { inRow, inColumn, inHeight, filterColumn, outColumn, outWidth, strideWidth, channels } = window;
  const run: Run = { pixel: line.pixel, patch: line.patch, length: line.length };
  const eachOutput = (body: Code): Code =>
    forRange(outColumn, [i32.constant(0), outWidth.get, 1], [body, advance(line.patch, line.patchLength.get)]);
  const inside = eachOutput([
    when(lessUnsigned(inColumn.get, line.limit.get), move(builder, run), placeByPlace(builder, window, line, { move, clear })),
    advance(inColumn, strideWidth.get),
    advance(line.pixel, i32.shiftLeft(i32.multiply(strideWidth.get, channels.get), i32.constant(2))),
  ]);
  return [
    line.patch.set(line.start.get),
    filterColumn.set(i32.constant(0)),
    outColumn.set(i32.constant(0)),
    setInRow(window),
    setInColumn(window),
    setLimit(window, line.limit),
    line.pixel.set(itemAddress(line.images, inPixel(window), channels.get)),
    when(lessUnsigned(inRow.get, inHeight.get), inside, eachOutput(clear(builder, run))),
  ];
}

/** Where the line is no single run (dilation), or the image is narrower than the line, the limit is 0: nothing is below it. */
function setLimit({ dilationWidth, inWidth, filterWidth }: Window, limit: Variable): Code {
  const room = i32.subtract(i32.add(inWidth.get, i32.constant(1)), filterWidth.get);
  const single = i32.equal(dilationWidth.get, i32.constant(1));
  return [limit.set(room), when(i32.and(single, i32.lessSigned(i32.constant(0), room)), [], limit.set(i32.constant(0)))];
}

/** A filter line that hangs over the edge or has gaps. `inColumn` and the line's pointers stay as they are. */
function placeByPlace(builder: FunctionBuilder, window: Window, line: Line, { move, clear }: RunActions): Code {
  const { filterColumn, filterWidth, dilationWidth, inWidth, channels } = window;
  const { inColumn } = window;
  const [pixel, patch, length, column] = builder.locals(I32, 4);
  const run: Run = { pixel, patch, length };
  return [
    pixel.set(line.pixel.get),
    patch.set(line.patch.get),
    column.set(inColumn.get),
    length.set(i32.shiftLeft(channels.get, i32.constant(2))),
    forRange(
      filterColumn,
      [i32.constant(0), filterWidth.get, 1],
      [
        when(lessUnsigned(column.get, inWidth.get), move(builder, run), clear(builder, run)),
        advance(column, dilationWidth.get),
        advance(pixel, i32.multiply(dilationWidth.get, length.get)),
        advance(patch, length.get),
      ],
    ),
  ];
}

/** Four at a time; what is left over is covered by four that end at the run's end, or, in runs below four, one by one. */
function copyRun(builder: FunctionBuilder, { pixel, patch, length }: Run): Code {
  const at = builder.local(I32);
  const from = i32.add(pixel.get, at.get);
  const to = i32.add(patch.get, at.get);
  const copyFour = f32x4.store(to, f32x4.load(from));
  const long = [
    at.set(i32.constant(0)),
    whileTrue(i32.greaterEqualSigned(length.get, i32.add(at.get, i32.constant(16))), [copyFour, advance(at, 16)]),
    when(i32.lessSigned(at.get, length.get), [at.set(i32.subtract(length.get, i32.constant(16))), copyFour]),
  ];
  const longerThan = (bytes: number): Code => i32.lessSigned(i32.constant(bytes), length.get);
  const short = [0, 4, 8].map(offset => when(longerThan(offset), f32.store(patch.get, f32.load(pixel.get, offset), offset)));
  return when(longerThan(12), long, short);
}

function clearRun(builder: FunctionBuilder, { patch, length }: Run): Code {
  const to = builder.local(I32);
  const count = i32.shiftRight(length.get, i32.constant(2));
  return [to.set(patch.get), forLanes(builder, count, [to], lanes => lanes.store(to.get, lanes.splat(f32.constant(0))))];
}

function addRun(builder: FunctionBuilder, { pixel, patch, length }: Run): Code {
  const [from, to] = builder.locals(I32, 2);
  const count = i32.shiftRight(length.get, i32.constant(2));
  return [
    from.set(patch.get),
    to.set(pixel.get),
    forLanes(builder, count, [from, to], lanes => lanes.store(to.get, lanes.add(lanes.load(to.get), lanes.load(from.get)))),
  ];
}
