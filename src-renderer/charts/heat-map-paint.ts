import type { ChartColours } from './chart-colours.ts';

/** A place of the map. */
export interface HeatCell {
  /** Lower is better; null for one without a value. */
  readonly value: number | null;
  /** Drawn with a frame. */
  readonly isMarked: boolean;
  readonly text: string;
  /** Below the text, in small. */
  readonly small: string;
  /** The whole of it, in words. */
  readonly spoken: string;
}

export interface HeatScene {
  /** By row, then by column. */
  readonly cells: readonly (readonly HeatCell[])[];
  readonly rowNames: readonly string[];
  readonly columnNames: readonly string[];
  readonly rowTitle: string;
  readonly columnTitle: string;
  readonly cursor: HeatPlace | null;
  readonly colours: ChartColours;
}

export interface HeatPlace {
  readonly row: number;
  readonly column: number;
}

const MARGIN = { left: 64, top: 4, bottom: 40, right: 4 } as const;
export const CELL_HEIGHT = 44;
const GAP = 3;

export function heatHeight(rows: number): number {
  return MARGIN.top + rows * CELL_HEIGHT + MARGIN.bottom;
}

/** The cell at a point of the drawing; null beside the cells. */
export function heatPlaceAt({ cells }: Pick<HeatScene, 'cells'>, width: number, [x, y]: readonly [number, number]): HeatPlace | null {
  const columns = cells[0]?.length ?? 0;
  const pitch = (width - MARGIN.left - MARGIN.right) / Math.max(1, columns);
  const [row, column] = [Math.floor((y - MARGIN.top) / CELL_HEIGHT), Math.floor((x - MARGIN.left) / pitch)];
  return row < 0 || row >= cells.length || column < 0 || column >= columns ? null : { row, column };
}

/** Draws on a canvas, or on what writes SVG; the unit is a CSS pixel. */
export function paintHeatMap(context: CanvasRenderingContext2D, scene: HeatScene, width: number): void {
  const { cells, rowNames, columnNames, colours, rowTitle, columnTitle } = scene;
  const height = heatHeight(cells.length);
  context.clearRect(0, 0, width, height);
  const columns = columnNames.length;
  const pitch = (width - MARGIN.left - MARGIN.right) / Math.max(1, columns);
  const shade = shadesOf(cells);
  cells.forEach((line, row) =>
    line.forEach((cell, column) => {
      const box = { x: MARGIN.left + column * pitch, y: MARGIN.top + row * CELL_HEIGHT, width: pitch - GAP, height: CELL_HEIGHT - GAP };
      paintCell(context, { cell, box, strength: shade(cell.value), colours });
      if (scene.cursor?.row === row && scene.cursor.column === column) frame(context, box, { colour: colours.ink, width: 2, dash: [3, 3] });
    }),
  );
  context.fillStyle = colours.soft;
  context.font = `12px ${colours.font}`;
  context.textBaseline = 'middle';
  context.textAlign = 'right';
  rowNames.forEach((name, row) => context.fillText(name, MARGIN.left - 8, MARGIN.top + row * CELL_HEIGHT + (CELL_HEIGHT - GAP) / 2));
  context.textAlign = 'center';
  const below = MARGIN.top + cells.length * CELL_HEIGHT;
  columnNames.forEach((name, column) => context.fillText(name, MARGIN.left + column * pitch + (pitch - GAP) / 2, below + 10));
  context.fillText(columnTitle, MARGIN.left + (width - MARGIN.left) / 2, below + 30);
  context.save();
  context.translate(8, MARGIN.top + (cells.length * CELL_HEIGHT) / 2);
  context.rotate(-Math.PI / 2);
  context.fillText(rowTitle, 0, 0);
  context.restore();
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface CellScene {
  readonly cell: HeatCell;
  readonly box: Box;
  /** In [0, 1]; null for a cell without a value. */
  readonly strength: number | null;
  readonly colours: ChartColours;
}

/** Best cells are the fullest; the text stands on all of them in the ink, which is why the fullest stays pale. */
function paintCell(context: CanvasRenderingContext2D, { cell, box, strength, colours }: CellScene): void {
  context.fillStyle = strength === null ? colours.panel : mixed(colours.accent, colours.panel, 0.06 + 0.4 * strength);
  context.fillRect(box.x, box.y, box.width, box.height);
  if (strength === null) frame(context, box, { colour: colours.line, width: 1, dash: [2, 3] });
  if (cell.isMarked) frame(context, box, { colour: colours.accent, width: 2.5, dash: [] });
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  context.fillStyle = colours.ink;
  context.font = `11px ${colours.font}`;
  // What has no room is still said below the map.
  const small = context.measureText(cell.small).width <= box.width - 6 ? cell.small : cell.isMarked ? '✓' : '';
  context.fillText(small, x, y + 9);
  context.font = `600 13px ${colours.font}`;
  context.fillText(cell.text, x, small === '' ? y : y - 8);
}

interface Pen {
  readonly colour: string;
  readonly width: number;
  readonly dash: number[];
}

function frame(context: CanvasRenderingContext2D, { x, y, width, height }: Box, pen: Pen): void {
  const inset = pen.width / 2;
  context.save();
  context.strokeStyle = pen.colour;
  context.lineWidth = pen.width;
  context.setLineDash(pen.dash);
  context.strokeRect(x + inset, y + inset, width - pen.width, height - pen.width);
  context.restore();
}

/** 1 for the least value, 0 for the greatest. */
function shadesOf(cells: HeatScene['cells']): (value: number | null) => number | null {
  const values = cells.flat().flatMap(({ value }) => (value === null ? [] : [value]));
  const [least, greatest] = [Math.min(...values), Math.max(...values)];
  return value => (value === null ? null : greatest > least ? (greatest - value) / (greatest - least) : 1);
}

/** Of two `#rrggbb`, or `#rgb` as they are minified; `share` of the first. */
function mixed(a: string, b: string, share: number): string {
  const [first, second] = [channelsOf(a), channelsOf(b)];
  const mix = first.map((value, i) => Math.round(value * share + (second[i] ?? 0) * (1 - share)));
  return `rgb(${mix.join(',')})`;
}

function channelsOf(hex: string): readonly number[] {
  const digits = hex.length === 4 ? [...hex.slice(1)].map(digit => digit + digit) : (hex.slice(1).match(/../g) ?? []);
  return digits.map(each => Number.parseInt(each, 16));
}
