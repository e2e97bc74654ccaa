import type { SurgeryColumn, SurgeryGroup } from '../../../src-shared/contracts/surgery.contract.ts';
import type { ChartColours } from '../../charts/chart-colours.ts';
import { markOf, type Choice } from './choice.ts';
import { shadeOf } from './colours.ts';
import type { Doomed } from './doomed.ts';
import { placeOf, type Block, type CellAt, type Layout } from './layout.ts';

/** Everything the drawing shows. */
export interface Scene {
  readonly layout: Layout;
  readonly columns: readonly SurgeryColumn[];
  readonly groups: readonly SurgeryGroup[];
  readonly doomed: Doomed;
  readonly choice: Choice;
  readonly shades: readonly string[];
  readonly scale: (score: number) => number;
  readonly colours: ChartColours;
  /** Per column, below its name. */
  readonly captions: readonly Caption[];
  /** The channel whose cells light up in every layer. */
  readonly lit: { readonly group: number; readonly channel: number } | null;
  readonly cursor: CellAt | null;
}

export interface Caption {
  readonly quiet: string;
  readonly strong: string;
}

export interface Viewport {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

type Context = CanvasRenderingContext2D;

/** Draws what of the scene lies in the viewport; the context's unit is a CSS pixel. */
export function paint(context: Context, scene: Scene, view: Viewport): void {
  context.clearRect(0, 0, view.width, view.height);
  context.save();
  context.translate(-view.left, -view.top);
  paintArrows(context, scene);
  for (const block of scene.layout.blocks) {
    if (block.x + block.width + 200 < view.left || block.x > view.left + view.width) continue;
    paintHeader(context, scene, block);
    paintCells(context, scene, block);
  }
  context.restore();
}

function paintHeader(context: Context, { columns, captions, colours }: Scene, block: Block): void {
  const caption = captions[block.column];
  context.textBaseline = 'alphabetic';
  context.fillStyle = colours.ink;
  context.font = `600 13px ${colours.font}`;
  context.fillText(columns[block.column]?.node ?? '', block.x, block.y - 24);
  if (caption === undefined) return;
  context.fillStyle = colours.soft;
  context.font = `12px ${colours.font}`;
  context.fillText(caption.quiet, block.x, block.y - 8);
  const offset = context.measureText(caption.quiet).width;
  context.fillStyle = colours.accent;
  context.font = `600 12px ${colours.font}`;
  context.fillText(caption.strong, block.x + offset, block.y - 8);
}

function paintCells(context: Context, scene: Scene, block: Block): void {
  const { colours, columns, groups, doomed, choice } = scene;
  const column = columns[block.column]!;
  const size = block.pitch - 2;
  const gone: Corner[] = [];
  const cut: Corner[] = [];
  const pinned: Corner[] = [];
  const lit: Corner[] = [];
  for (let cell = 0; cell < block.cells; cell++) {
    const corner = placeOf(block, cell);
    const g = column.groupOf[cell]!;
    const channel = column.channelOf[cell]!;
    const group = groups[g];
    if (group === undefined) {
      fillCell(context, corner, size, colours.line);
      continue;
    }
    const mark = markOf(choice, group.id, channel);
    if (doomed[g]![channel] === 1) (mark === 'cut' ? cut : gone).push(corner);
    else fillCell(context, corner, size, shadeOf(scene.shades, scene.scale(group.ranking[channel]!)));
    if (mark === 'pin') pinned.push(corner);
    if (scene.lit?.group === g && scene.lit.channel === channel) lit.push(corner);
  }
  // Where cells are small the outlines would be all one sees.
  if (size >= 10) strokeAll(context, [...gone, ...cut], { size, colour: colours.faint, dash: [2, 2], width: 1, draw: outline });
  strokeAll(context, gone, { size, colour: colours.faint, dash: [], width: 1, draw: strike });
  strokeAll(context, cut, { size, colour: colours.worse, dash: [], width: 1.5, draw: cross });
  strokeAll(context, pinned, { size, colour: colours.ink, dash: [], width: 2, draw: outline });
  strokeAll(context, lit, { size: size + 4, colour: colours.resolve('var(--s6)'), dash: [], width: 2, draw: around });
  if (scene.cursor?.column === block.column) {
    const at = placeOf(block, scene.cursor.cell);
    strokeAll(context, [at], { size: size + 4, colour: colours.ink, dash: [], width: 2, draw: around });
  }
}

interface Corner {
  readonly x: number;
  readonly y: number;
}

interface Stroke {
  readonly size: number;
  readonly colour: string;
  readonly dash: readonly number[];
  readonly width: number;
  readonly draw: (context: Context, corner: Corner, size: number) => void;
}

function fillCell(context: Context, { x, y }: Corner, size: number, colour: string): void {
  context.fillStyle = colour;
  if (size < 12) return context.fillRect(x, y, size, size);
  context.beginPath();
  context.roundRect(x, y, size, size, 3);
  context.fill();
}

/** All corners in one path: thousands of cells are drawn within a frame. */
function strokeAll(context: Context, corners: readonly Corner[], { size, colour, dash, width, draw }: Stroke): void {
  if (corners.length === 0) return;
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.setLineDash([...dash]);
  context.beginPath();
  for (const corner of corners) draw(context, corner, size);
  context.stroke();
  context.setLineDash([]);
}

function outline(context: Context, { x, y }: Corner, size: number): void {
  context.rect(x + 0.5, y + 0.5, size - 1, size - 1);
}

function around(context: Context, { x, y }: Corner, size: number): void {
  context.rect(x - 2, y - 2, size, size);
}

function strike(context: Context, { x, y }: Corner, size: number): void {
  const inset = Math.min(4, size / 4);
  context.moveTo(x + inset, y + size - inset);
  context.lineTo(x + size - inset, y + inset);
}

function cross(context: Context, corner: Corner, size: number): void {
  strike(context, corner, size);
  const inset = Math.min(4, size / 4);
  context.moveTo(corner.x + inset, corner.y + inset);
  context.lineTo(corner.x + size - inset, corner.y + size - inset);
}

/** From every layer to those that read it, with the size of the picture between them. */
function paintArrows(context: Context, { layout: { blocks }, columns, colours }: Scene): void {
  const byName = new Map(blocks.map(block => [columns[block.column]!.node, block]));
  context.lineWidth = 1;
  context.font = `12px ${colours.font}`;
  context.textAlign = 'center';
  for (const to of blocks) {
    const sources = columns[to.column]!.reads.flatMap(name => byName.get(name) ?? []);
    const nearest = Math.max(...sources.map(({ x }) => x));
    for (const from of sources) {
      context.strokeStyle = from.x === nearest ? colours.faint : colours.line;
      const start = { x: from.x + from.width + 6, y: middleOf(from) };
      const end = { x: to.x - 8, y: middleOf(to) };
      arrow(context, start, end);
      const places = columns[from.column]!.outputShape.slice(0, -1);
      context.fillStyle = colours.soft;
      if (places.length > 0 && from === sources.at(-1))
        context.fillText(places.join('×'), Math.max(start.x + 22, end.x - 28), Math.min(start.y, end.y) - 6);
    }
  }
  context.textAlign = 'start';
}

function middleOf({ y, height }: Block): number {
  return y + Math.min(height, 220) / 2;
}

function arrow(context: Context, from: Corner, to: Corner): void {
  const bend = Math.max(12, (to.x - from.x) / 2);
  context.beginPath();
  context.moveTo(from.x, from.y);
  context.bezierCurveTo(from.x + bend, from.y, to.x - bend, to.y, to.x, to.y);
  context.moveTo(to.x - 7, to.y - 4);
  context.lineTo(to.x, to.y);
  context.lineTo(to.x - 7, to.y + 4);
  context.stroke();
}
