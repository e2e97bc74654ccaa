import { F32, I32, V128 } from '../assembler/encode.ts';
import type { Code } from '../assembler/encode.ts';
import { advance, defineFunction, forRange, parametersOf, when, whileTrue } from '../assembler/function-builder.ts';
import type { FunctionBuilder, Several, Variable, WasmFunction } from '../assembler/function-builder.ts';
import { f32, f32x4, i32 } from '../assembler/instructions.ts';

/** Rows of C computed at once: with two vectors of columns, 8 accumulators stay in registers and hide the latency of a multiply-add. */
export const TILE_ROWS = 4;
/** Columns of C computed at once, and of a packed panel of B. */
export const TILE_COLUMNS = 8;
/** Vectors that hold a tile. */
const SUMS = 8;
/** Bytes of scratch `multiply` needs for tiles at the edge. */
export const TILE_BYTES = TILE_ROWS * TILE_COLUMNS * 4;

/**
 * `packPanels(source, rowStride, columnStride, rows, columns, target)`: B [rows, columns], strides in bytes, into panels of
 * 8 columns, row after row, the last one filled up with zeros. Either stride may be 4, so a transposed B costs no extra pass.
 */
export const packPanels = defineFunction({
  name: 'packPanels',
  parameters: parametersOf(6),
  body(builder, [source, rowStride, columnStride, rows, columns, target]) {
    const [panel, row, from, width] = builder.locals(I32, 4);
    const args = { source: source, rowStride: rowStride, columnStride: columnStride, rows: rows, target: target };
    const full = i32.greaterEqualSigned(width.get, i32.constant(TILE_COLUMNS));
    return forRange(
      panel,
      [i32.constant(0), columns.get, TILE_COLUMNS],
      [
        width.set(i32.subtract(columns.get, panel.get)),
        from.set(i32.add(source.get, i32.multiply(panel.get, columnStride.get))),
        row.set(i32.constant(0)),
        when(full, [
          when(i32.equal(columnStride.get, i32.constant(4)), copyRows(args, row, from)),
          when(i32.equal(rowStride.get, i32.constant(4)), transposeBlocks(builder, args, row, from)),
        ]),
        gatherRows(builder, args, { row, from, width }),
      ],
    );
  },
});

/**
 * `multiply(a, aRowStride, aColumnStride, panels, c, cRowStride, rows, columns, inner, accumulate, scratch)`:
 * C = A·B, or C += A·B with `accumulate`, with B packed by `packPanels`. Strides in bytes; C's columns lie side by side.
 */
export function multiply(fused: boolean): WasmFunction {
  return defineFunction({
    name: 'multiply',
    parameters: parametersOf(11),
    body(builder, parameters) {
      const tile = tileOf(builder, parameters, fused);
      return forRange(
        tile.column,
        [i32.constant(0), tile.columns.get, TILE_COLUMNS],
        [
          forRange(tile.row, [i32.constant(0), tile.rows.get, TILE_ROWS], [pointAtRows(tile), sumProducts(tile), storeTile(builder, tile)]),
          advance(tile.panels, i32.multiply(tile.inner.get, i32.constant(TILE_COLUMNS * 4))),
        ],
      );
    },
  });
}

interface PackArguments {
  readonly source: Variable;
  readonly rowStride: Variable;
  readonly columnStride: Variable;
  readonly rows: Variable;
  readonly target: Variable;
}

/** Rows whose 8 columns lie side by side. Leaves `row` at the end. */
function copyRows({ rowStride, rows, target }: PackArguments, row: Variable, from: Variable): Code {
  return whileTrue(i32.lessSigned(row.get, rows.get), [
    f32x4.store(target.get, f32x4.load(from.get)),
    f32x4.store(target.get, f32x4.load(from.get, 16), 16),
    advance(from, rowStride.get),
    advance(target, TILE_COLUMNS * 4),
    advance(row, 1),
  ]);
}

/** Columns whose rows lie side by side: 4 × 4 blocks turned in registers, for as long as 4 rows are left. */
function transposeBlocks(builder: FunctionBuilder, { columnStride, rows, target }: PackArguments, row: Variable, from: Variable): Code {
  const lines = builder.locals(V128, 4);
  const pairs = builder.locals(V128, 4);
  const block = (half: number): Code => [
    lines.map((line, i) => line.set(f32x4.load(i32.add(from.get, i32.multiply(columnStride.get, i32.constant(half * 4 + i)))))),
    transposeInRegisters(lines, pairs),
    lines.map((line, i) => f32x4.store(target.get, line.get, i * TILE_COLUMNS * 4 + half * 16)),
  ];
  return whileTrue(i32.lessSigned(i32.add(row.get, i32.constant(3)), rows.get), [
    block(0),
    block(1),
    advance(from, 16),
    advance(target, 4 * TILE_COLUMNS * 4),
    advance(row, 4),
  ]);
}

/** The 4 × 4 matrix in `lines`, transposed in place. */
function transposeInRegisters(lines: Several<4, Variable>, pairs: Several<4, Variable>): Code {
  const [a, b, c, d] = lines;
  const [ab, cd, abHigh, cdHigh] = pairs;
  return [
    ab.set(f32x4.shuffle(a.get, b.get, [0, 4, 1, 5])),
    cd.set(f32x4.shuffle(c.get, d.get, [0, 4, 1, 5])),
    abHigh.set(f32x4.shuffle(a.get, b.get, [2, 6, 3, 7])),
    cdHigh.set(f32x4.shuffle(c.get, d.get, [2, 6, 3, 7])),
    a.set(f32x4.shuffle(ab.get, cd.get, [0, 1, 4, 5])),
    b.set(f32x4.shuffle(ab.get, cd.get, [2, 3, 6, 7])),
    c.set(f32x4.shuffle(abHigh.get, cdHigh.get, [0, 1, 4, 5])),
    d.set(f32x4.shuffle(abHigh.get, cdHigh.get, [2, 3, 6, 7])),
  ];
}

/** Whatever rows are left, one number at a time, zeros beyond the last column. */
function gatherRows(
  builder: FunctionBuilder,
  { rowStride, columnStride, rows, target }: PackArguments,
  { row, from, width }: { readonly row: Variable; readonly from: Variable; readonly width: Variable },
): Code {
  const column = builder.local(I32);
  const value = builder.local(F32);
  const inside = i32.lessSigned(column.get, width.get);
  return whileTrue(i32.lessSigned(row.get, rows.get), [
    forRange(
      column,
      [i32.constant(0), i32.constant(TILE_COLUMNS), 1],
      [
        value.set(f32.constant(0)),
        when(inside, value.set(f32.load(i32.add(from.get, i32.multiply(column.get, columnStride.get))))),
        f32.store(target.get, value.get),
        advance(target, 4),
      ],
    ),
    advance(from, rowStride.get),
    advance(row, 1),
  ]);
}

interface Tile {
  readonly a: Variable;
  readonly aRowStride: Variable;
  readonly aColumnStride: Variable;
  readonly panels: Variable;
  readonly c: Variable;
  readonly cRowStride: Variable;
  readonly rows: Variable;
  readonly columns: Variable;
  readonly inner: Variable;
  readonly accumulate: Variable;
  readonly scratch: Variable;
  readonly row: Variable;
  readonly column: Variable;
  readonly left: Variable;
  readonly step: Variable;
  /** Where the tile's rows of A and the panel of B are being read. */
  readonly pointers: readonly Variable[];
  readonly panel: Variable;
  /** Two vectors a row. */
  readonly sums: readonly Variable[];
  readonly factors: readonly [Variable, Variable, Variable];
  readonly fused: boolean;
}

function tileOf(builder: FunctionBuilder, parameters: Several<11, Variable>, fused: boolean): Tile {
  const [a, aRowStride, aColumnStride, panels, c, cRowStride, rows, columns, inner, accumulate, scratch] = parameters;
  return {
    ...{ a, aRowStride, aColumnStride, panels, c, cRowStride, rows, columns, inner, accumulate, scratch, fused },
    ...{ row: builder.local(I32), column: builder.local(I32), left: builder.local(I32), step: builder.local(I32) },
    ...{ pointers: builder.locals(I32, TILE_ROWS), panel: builder.local(I32) },
    sums: builder.locals(V128, SUMS),
    factors: builder.locals(V128, 3),
  };
}

/** Rows past the last one read the last one again; their sums are never stored. */
function pointAtRows({ a, aRowStride, rows, row, pointers, panel, panels, sums, left }: Tile): Code {
  const last = i32.subtract(rows.get, i32.constant(1));
  const point = (pointer: Variable, i: number): Code => [
    left.set(i32.add(row.get, i32.constant(i))),
    when(i32.greaterEqualSigned(left.get, rows.get), left.set(last)),
    pointer.set(i32.add(a.get, i32.multiply(left.get, aRowStride.get))),
  ];
  return [pointers.map(point), panel.set(panels.get), sums.map(sum => sum.set(f32x4.zero()))];
}

function sumProducts(tile: Tile): Code {
  const { step, inner, aColumnStride, pointers, panel } = tile;
  const one = [
    multiplyAdd(tile, 0),
    pointers.map(pointer => advance(pointer, aColumnStride.get)),
    advance(panel, TILE_COLUMNS * 4),
    advance(step, 1),
  ];
  const four = [
    [0, 1, 2, 3].map(i => multiplyAdd(tile, i)),
    pointers.map(pointer => advance(pointer, 16)),
    advance(panel, 4 * TILE_COLUMNS * 4),
    advance(step, 4),
  ];
  const adjacent = i32.equal(aColumnStride.get, i32.constant(4));
  return [
    step.set(i32.constant(0)),
    when(adjacent, whileTrue(i32.lessSigned(i32.add(step.get, i32.constant(3)), inner.get), four)),
    whileTrue(i32.lessSigned(step.get, inner.get), one),
  ];
}

/** One column of A against one row of the panel, `ahead` places from where the pointers stand. */
function multiplyAdd({ pointers, panel, sums, factors, fused }: Tile, ahead: number): Code {
  const [low, high, value] = factors;
  const add = (sum: Variable, factor: Variable): Code =>
    sum.set(fused ? f32x4.relaxedMultiplyAdd(value.get, factor.get, sum.get) : f32x4.add(sum.get, f32x4.multiply(value.get, factor.get)));
  return [
    low.set(f32x4.load(panel.get, ahead * TILE_COLUMNS * 4)),
    high.set(f32x4.load(panel.get, ahead * TILE_COLUMNS * 4 + 16)),
    pointers.map((pointer, i) => [value.set(f32x4.loadSplat(pointer.get, ahead * 4)), add(sums[2 * i]!, low), add(sums[2 * i + 1]!, high)]),
  ];
}

function storeTile(builder: FunctionBuilder, tile: Tile): Code {
  const { c, cRowStride, rows, columns, row, column, accumulate, sums } = tile;
  const target = builder.local(I32);
  const whole = i32.and(
    i32.greaterEqualSigned(rows.get, i32.add(row.get, i32.constant(TILE_ROWS))),
    i32.greaterEqualSigned(columns.get, i32.add(column.get, i32.constant(TILE_COLUMNS))),
  );
  const direct = Array.from({ length: TILE_ROWS }, (_, i) => [
    when(
      accumulate.get,
      [0, 1].map(half => sums[2 * i + half]!.set(f32x4.add(sums[2 * i + half]!.get, f32x4.load(target.get, half * 16)))),
    ),
    [0, 1].map(half => f32x4.store(target.get, sums[2 * i + half]!.get, half * 16)),
    advance(target, cRowStride.get),
  ]);
  return [
    target.set(i32.add(i32.add(c.get, i32.multiply(row.get, cRowStride.get)), i32.multiply(column.get, i32.constant(4)))),
    when(whole, direct, storeEdge(builder, tile, target)),
  ];
}

/** The tile goes to scratch, and from there its part inside C. */
function storeEdge(
  builder: FunctionBuilder,
  { rows, columns, row, column, accumulate, cRowStride, scratch, sums }: Tile,
  target: Variable,
): Code {
  const [i, j, from, to] = builder.locals(I32, 4);
  const value = builder.local(F32);
  const until = (start: Variable, end: Variable, size: number, index: Variable): Code =>
    i32.and(i32.lessSigned(index.get, i32.constant(size)), i32.lessSigned(i32.add(start.get, index.get), end.get));
  return [
    sums.map((sum, index) => f32x4.store(scratch.get, sum.get, index * 16)),
    i.set(i32.constant(0)),
    whileTrue(until(row, rows, TILE_ROWS, i), [
      from.set(i32.add(scratch.get, i32.multiply(i.get, i32.constant(TILE_COLUMNS * 4)))),
      to.set(target.get),
      j.set(i32.constant(0)),
      whileTrue(until(column, columns, TILE_COLUMNS, j), [
        value.set(f32.load(from.get)),
        when(accumulate.get, value.set(f32.add(value.get, f32.load(to.get)))),
        f32.store(to.get, value.get),
        ...[advance(from, 4), advance(to, 4), advance(j, 1)],
      ]),
      advance(target, cRowStride.get),
      advance(i, 1),
    ]),
  ];
}
