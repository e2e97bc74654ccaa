import { I32 } from '../assembler/encode.ts';
import type { Code } from '../assembler/encode.ts';
import { advance, forRange, when, whileTrue } from '../assembler/function-builder.ts';
import type { FunctionBuilder, Variable } from '../assembler/function-builder.ts';
import { i32 } from '../assembler/instructions.ts';

/** What a sliding window over [N, H, W, C] needs to know, in the order of a program's parameters. */
export const GEOMETRY = [
  'inHeight',
  'inWidth',
  'channels',
  'outHeight',
  'outWidth',
  'filterHeight',
  'filterWidth',
  'strideHeight',
  'strideWidth',
  'dilationHeight',
  'dilationWidth',
  'padTop',
  'padLeft',
] as const;
export type GeometryName = (typeof GEOMETRY)[number];
export type Geometry = Readonly<Record<GeometryName, number>>;

/** Where a run over output rows begins (image, row) and how many rows it has; rows run on from image to image. */
export const ROWS = ['image', 'row', 'rowCount'] as const;

type Variables<Names extends string> = Readonly<Record<Names, Variable>>;
export type Window = Variables<GeometryName | (typeof ROWS)[number] | 'outColumn' | 'filterRow' | 'filterColumn' | 'inRow' | 'inColumn'>;

export const WINDOW_PARAMETERS = ROWS.length + GEOMETRY.length;

/** `parameters` hold ROWS, then GEOMETRY. */
export function windowOf(builder: FunctionBuilder, parameters: readonly Variable[]): Window {
  const named = Object.fromEntries([...ROWS, ...GEOMETRY].map((name, i) => [name, parameters[i]!]));
  const positions = ['outColumn', 'filterRow', 'filterColumn', 'inRow', 'inColumn'].map(name => [name, builder.local(I32)]);
  return { ...named, ...Object.fromEntries(positions) } as Window;
}

/** Every output position of the run, in order. */
export function forPixels(window: Window, body: Code): Code {
  const { image, row, rowCount, outHeight, outWidth, outColumn } = window;
  const nextRow = [
    advance(row, 1),
    when(i32.greaterEqualSigned(row.get, outHeight.get), [row.set(i32.constant(0)), advance(image, 1)]),
    advance(rowCount, -1),
  ];
  return whileTrue(i32.lessSigned(i32.constant(0), rowCount.get), [forRange(outColumn, [i32.constant(0), outWidth.get, 1], body), nextRow]);
}

/** Every place of the filter that lies inside the image at this output position; `outside` for the others. */
export function forWindow(window: Window, inside: Code, outside: Code = []): Code {
  const { filterRow, filterColumn, filterHeight, filterWidth, inRow, inColumn, inHeight, inWidth } = window;
  // Compared unsigned, a negative row is larger than any height.
  const isInside = i32.and(lessUnsigned(inRow.get, inHeight.get), lessUnsigned(inColumn.get, inWidth.get));
  return forRange(filterRow, [i32.constant(0), filterHeight.get, 1], [
    setInRow(window),
    forRange(filterColumn, [i32.constant(0), filterWidth.get, 1], [setInColumn(window), when(isInside, inside, outside)]),
  ]);
}

export function setInRow({ inRow, row, strideHeight, padTop, filterRow, dilationHeight }: Window): Code {
  return inRow.set(along(row, strideHeight, padTop, [filterRow.get, dilationHeight]));
}

export function setInColumn({ inColumn, outColumn, strideWidth, padLeft, filterColumn, dilationWidth }: Window): Code {
  return inColumn.set(along(outColumn, strideWidth, padLeft, [filterColumn.get, dilationWidth]));
}

/** Index of the input pixel under the filter's present place. */
export function inPixel({ image, inHeight, inWidth, inRow, inColumn }: Window): Code {
  return i32.add(i32.multiply(i32.add(i32.multiply(image.get, inHeight.get), inRow.get), inWidth.get), inColumn.get);
}

/** Index of the filter's present place. */
export function filterPlace({ filterRow, filterColumn, filterWidth }: Window): Code {
  return i32.add(i32.multiply(filterRow.get, filterWidth.get), filterColumn.get);
}

/** Address of item `index` of `base`, items of `width` float32 each. */
export function itemAddress(base: Variable, index: Code, width: Code): Code {
  return i32.add(base.get, i32.shiftLeft(i32.multiply(index, width), i32.constant(2)));
}

export function lessUnsigned(a: Code, b: Code): Code {
  return i32.equal(i32.greaterEqualUnsigned(a, b), i32.constant(0));
}

function along(out: Variable, stride: Variable, pad: Variable, [place, dilation]: readonly [Code, Variable]): Code {
  return i32.add(i32.subtract(i32.multiply(out.get, stride.get), pad.get), i32.multiply(place, dilation.get));
}
