import type { SurgeryColumn } from '../../../src-shared/contracts/surgery.contract.ts';

/** Where a layer's cells stand, in CSS pixels of the drawing. */
export interface Block {
  /** Position in `columns`. */
  readonly column: number;
  readonly x: number;
  /** Of its first row of cells; name and count stand above. */
  readonly y: number;
  readonly rows: number;
  /** Distance of neighbouring cells. */
  readonly pitch: number;
  readonly cells: number;
  readonly width: number;
  readonly height: number;
}

export interface Layout {
  readonly blocks: readonly Block[];
  readonly width: number;
  readonly height: number;
}

export interface CellAt {
  readonly column: number;
  readonly cell: number;
}

const HEADER = 40;
const GAP_X = 72;
const GAP_Y = 28;
const MARGIN = 8;
/** Room for a layer's name. */
const LEAST_WIDTH = 84;

/** Layers from left to right by how deep they lie; those of one depth below each other. Cells run down, then right. */
export function layoutOf(columns: readonly SurgeryColumn[]): Layout {
  const depths = depthsOf(columns);
  const blocks: Block[] = [];
  let x = MARGIN;
  let height = 0;
  for (let depth = 0; depth <= Math.max(-1, ...depths); depth++) {
    const here = columns.flatMap((column, i) => (depths[i] === depth ? [{ column, i }] : []));
    let y = MARGIN + HEADER;
    let width = 0;
    for (const { column, i } of here) {
      const block = { column: i, x, y, ...gridOf(column.channelOf.length) };
      blocks.push(block);
      y += block.height + HEADER + GAP_Y;
      width = Math.max(width, block.width, LEAST_WIDTH);
    }
    x += width + GAP_X;
    height = Math.max(height, y - HEADER - GAP_Y);
  }
  return { blocks, width: Math.max(0, x - GAP_X) + MARGIN, height: height + MARGIN };
}

/** The cell under a point of the drawing. */
export function cellAt({ blocks }: Layout, x: number, y: number): CellAt | null {
  const block = blocks.find(each => x >= each.x && x < each.x + each.width && y >= each.y && y < each.y + each.height);
  if (block === undefined) return null;
  const cell = Math.floor((x - block.x) / block.pitch) * block.rows + Math.floor((y - block.y) / block.pitch);
  return cell < block.cells ? { column: block.column, cell } : null;
}

/** Top left corner of a cell. */
export function placeOf(block: Block, cell: number): { readonly x: number; readonly y: number } {
  return { x: block.x + Math.floor(cell / block.rows) * block.pitch, y: block.y + (cell % block.rows) * block.pitch };
}

/** The cell an arrow key leads to: up and down in a layer's order, left and right to the neighbour, then to the next layer. */
export function stepFrom({ blocks }: Layout, at: CellAt, key: string): CellAt {
  const index = blocks.findIndex(block => block.column === at.column);
  const block = blocks[index];
  if (block === undefined) return at;
  const to = at.cell + ({ ArrowUp: -1, ArrowDown: 1, ArrowLeft: -block.rows, ArrowRight: block.rows }[key] ?? 0);
  if (to >= 0 && to < block.cells) return { column: at.column, cell: to };
  if (key === 'ArrowUp' || key === 'ArrowDown') return at;
  const next = blocks[index + (key === 'ArrowRight' ? 1 : -1)];
  if (next === undefined) return at;
  const row = Math.min(at.cell % block.rows, next.rows - 1);
  const last = Math.ceil(next.cells / next.rows) - 1;
  return { column: next.column, cell: Math.min(next.cells - 1, row + (key === 'ArrowRight' ? 0 : last * next.rows)) };
}

function gridOf(cells: number): Pick<Block, 'rows' | 'pitch' | 'cells' | 'width' | 'height'> {
  const [pitch, most] = cells <= 120 ? [22, 10] : cells <= 700 ? [14, 25] : [9, 40];
  const rows = Math.max(1, Math.min(most, cells));
  return { rows, pitch, cells, width: Math.ceil(cells / rows) * pitch, height: rows * pitch };
}

function depthsOf(columns: readonly SurgeryColumn[]): readonly number[] {
  const depths = new Map<string, number>();
  return columns.map(({ node, reads }) => {
    const depth = 1 + Math.max(-1, ...reads.map(name => depths.get(name) ?? -1));
    depths.set(node, depth);
    return depth;
  });
}
