import { I32 } from '../assembler/encode.ts';
import type { Code, ValueType } from '../assembler/encode.ts';
import { advance, forRange, parametersOf, when, whileTrue } from '../assembler/function-builder.ts';
import type { FunctionBuilder, Several, Variable } from '../assembler/function-builder.ts';
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
const POSITIONS = ['outColumn', 'filterRow', 'filterColumn', 'inRow', 'inColumn', 'columnBytes'] as const;
export type Window = Variables<GeometryName | (typeof ROWS)[number] | (typeof POSITIONS)[number]>;

/** The parameters of a program over windows: `first` of its own, then ROWS and GEOMETRY. */
export function windowParameters<N extends number>(first: N): readonly [...Several<N, ValueType>, ...ValueType[]] {
  return [...parametersOf(first), ...new Array<ValueType>(ROWS.length + GEOMETRY.length).fill(I32)];
}

/** `parameters` hold ROWS, then GEOMETRY. */
export function windowOf(builder: FunctionBuilder, parameters: readonly Variable[]): Window {
  const named = Object.fromEntries([...ROWS, ...GEOMETRY].map((name, i) => [name, parameters[i]!]));
  const positions = POSITIONS.map(name => [name, builder.local(I32)]);
  return { ...named, ...Object.fromEntries(positions) } as Window;
}

/** Every output row of the run, in order. */
export function forRows({ image, row, rowCount, outHeight }: Window, body: Code): Code {
  return whileTrue(i32.lessSigned(i32.constant(0), rowCount.get), [
    body,
    advance(row, 1),
    when(i32.greaterEqualSigned(row.get, outHeight.get), [row.set(i32.constant(0)), advance(image, 1)]),
    advance(rowCount, -1),
  ]);
}

/** Every output position of the run, in order. */
export function forPixels(window: Window, body: Code): Code {
  return forRows(window, forRange(window.outColumn, [i32.constant(0), window.outWidth.get, 1], body));
}

/** What goes along with the walk over a filter's places. */
export interface WindowWalk {
  /** Byte offset of the place in [N, H, W, C]: of its first channel, plus `channelOffset` bytes. */
  readonly at: Variable;
  readonly channelOffset?: Code;
  /** Before each line of the filter. */
  readonly line?: Code;
  /** After each place of a line that lies inside the image, whether the place does or not. */
  readonly next?: Code;
}

/** Every place of the filter that lies inside the image at this output position. */
export function forWindow(window: Window, walk: WindowWalk, inside: Code): Code {
  const { filterRow, filterColumn, filterHeight, filterWidth, inRow, inColumn, inHeight, inWidth, dilationWidth, channels, columnBytes } =
    window;
  const first = i32.shiftLeft(i32.multiply(inPixel(window), channels.get), i32.constant(2));
  // Compared unsigned, a negative index is larger than any length.
  const line = forRange(
    filterColumn,
    [i32.constant(0), filterWidth.get, 1],
    [
      when(lessUnsigned(inColumn.get, inWidth.get), inside),
      advance(inColumn, dilationWidth.get),
      advance(walk.at, columnBytes.get),
      walk.next ?? [],
    ],
  );
  return [
    columnBytes.set(i32.shiftLeft(i32.multiply(dilationWidth.get, channels.get), i32.constant(2))),
    forRange(
      filterRow,
      [i32.constant(0), filterHeight.get, 1],
      [
        setInRow(window),
        filterColumn.set(i32.constant(0)),
        setInColumn(window),
        walk.at.set(walk.channelOffset === undefined ? first : i32.add(first, walk.channelOffset)),
        walk.line ?? [],
        when(lessUnsigned(inRow.get, inHeight.get), line),
      ],
    ),
  ];
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
