import { useElementSize, useMergedRef } from '@mantine/hooks';
import { memo, useEffect, useMemo, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useChartColours } from '../../charts/chart-colours.ts';
import { useFormat } from '../../components/use-format.ts';
import { useCellTexts, type CellTexts } from './cell-texts.ts';
import { markOf, type Choice, type Mark } from './choice.ts';
import { scaleOf, shadesOf } from './colours.ts';
import type { Doomed } from './doomed.ts';
import { cellAt, layoutOf, placeOf, stepFrom, type CellAt } from './layout.ts';
import { paint, type Caption, type Scene } from './paint.ts';
import type { SurgeryAction } from './surgery-state.ts';
import styles from './surgery.module.css';
import type { OpenedSurgery } from './use-surgery.ts';

interface ChannelDrawingProps {
  readonly opened: OpenedSurgery;
  readonly doomed: Doomed;
  readonly choice: Choice;
  readonly dispatch: (action: SurgeryAction) => void;
}

/** What a key asks for the cell at the cursor. */
const MARKS: Readonly<Record<string, Mark | 'flip'>> = { ' ': 'flip', p: 'pin', x: 'cut', Delete: 'cut' };
const ARROWS = ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight'];

/** Room that a tooltip takes at most. */
const TIP_WIDTH = 260;

/** The network from left to right, a cell for every channel. Drawn on a canvas as large as the window on it. */
export const ChannelDrawing = memo(function ChannelDrawing({ opened, doomed, choice, dispatch }: ChannelDrawingProps) {
  const { t } = useTranslation();
  const { columns, groups } = opened;
  const layout = useMemo(() => layoutOf(columns), [columns]);
  const [hovered, setHovered] = useState<CellAt | null>(null);
  const [cursor, setCursor] = useState<CellAt | null>(null);
  const at = hovered ?? cursor;
  const lit = useMemo(() => litBy(columns, at), [columns, at]);
  const scene = useScene({ opened, doomed, choice, layout, lit, cursor });
  const describe = useCellTexts();
  const texts = at === null ? null : describe(scene, at);
  const { box, attach, canvas, left, top, width, height, onScroll } = usePainting(scene);

  function pointed(event: PointerEvent): CellAt | null {
    const frame = event.currentTarget.getBoundingClientRect();
    return cellAt(layout, event.clientX - frame.left + left, event.clientY - frame.top + top);
  }
  function mark(cell: CellAt, wanted: Mark | 'flip'): void {
    const group = groups[columns[cell.column]!.groupOf[cell.cell]!];
    if (group === undefined) return;
    const channel = columns[cell.column]!.channelOf[cell.cell]!;
    const known = markOf(choice, group.id, channel);
    const opposite = doomed[groups.indexOf(group)]![channel] === 1 ? 'pin' : 'cut';
    const next = wanted === 'flip' ? (known === null ? opposite : null) : wanted === known ? null : wanted;
    dispatch({ type: 'mark', group, channel, mark: next });
  }
  function onKeyDown(event: KeyboardEvent): void {
    const here = cursor ?? { column: layout.blocks[0]?.column ?? 0, cell: 0 };
    const wanted = MARKS[event.key];
    if (hasModifier(event) || (wanted === undefined && !ARROWS.includes(event.key))) return;
    event.preventDefault();
    setHovered(null);
    if (wanted !== undefined) mark(here, wanted);
    // The first arrow shows where the cursor is.
    const next = wanted === undefined && cursor !== null ? stepFrom(layout, here, event.key) : here;
    setCursor(next);
    const block = layout.blocks.find(each => each.column === next.column);
    if (block !== undefined) reveal(box.current, placeOf(block, next.cell));
  }
  const block = at === null ? undefined : layout.blocks.find(each => each.column === at.column);
  const place = block === undefined || at === null ? null : placeOf(block, at.cell);
  return (
    <div className={styles.drawing}>
      <div className={styles.window} ref={attach} onScroll={onScroll} style={{ height: Math.min(layout.height + 16, 560) }}>
        <canvas
          ref={canvas}
          className={styles.canvas}
          style={{ width, height }}
          tabIndex={0}
          role="application"
          aria-label={t('surgery.drawing')}
          aria-describedby="surgery-keys surgery-cell"
          onPointerMove={event => {
            const cell = pointed(event);
            setHovered(known => (isSame(known, cell) ? known : cell));
          }}
          onPointerLeave={() => setHovered(null)}
          onPointerDown={event => {
            const cell = pointed(event);
            if (cell === null) return;
            setCursor(cell);
            mark(cell, 'flip');
          }}
          onKeyDown={onKeyDown}
          onBlur={() => setCursor(null)}
        />
        <div className={styles.extent} style={{ width: layout.width, height: layout.height }} aria-hidden="true" />
      </div>
      {texts !== null && place !== null && hovered !== null && (
        <Tip texts={texts} left={Math.min(place.x - left + 26, width - TIP_WIDTH)} top={place.y - top + 26} />
      )}
      <p className={styles.sentence} id="surgery-cell" aria-live={hovered === null ? 'polite' : 'off'}>
        {texts === null ? t('surgery.hint') : [texts.title, texts.score, texts.fate, texts.consequence].filter(Boolean).join(' · ')}
      </p>
      <p className="visually-hidden" id="surgery-keys">
        {t('surgery.keys')}
      </p>
    </div>
  );
});

function Tip({ texts, left, top }: { texts: CellTexts; left: number; top: number }) {
  return (
    <div className={styles.tip} style={{ left, top }} aria-hidden="true">
      <b>{texts.title}</b>
      <span>{texts.score}</span>
      <span>{texts.fate}</span>
    </div>
  );
}

function hasModifier({ ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  return ctrlKey || metaKey || altKey;
}

function isSame(a: CellAt | null, b: CellAt | null): boolean {
  return a?.column === b?.column && a?.cell === b?.cell;
}

function litBy(columns: OpenedSurgery['columns'], at: CellAt | null): Scene['lit'] {
  if (at === null) return null;
  const { groupOf, channelOf } = columns[at.column]!;
  return { group: groupOf[at.cell]!, channel: channelOf[at.cell]! };
}

/** The same object until something of it changes: it is painted anew only then. */
function useScene(parts: Pick<Scene, 'doomed' | 'choice' | 'layout' | 'lit' | 'cursor'> & { readonly opened: OpenedSurgery }): Scene {
  const colours = useChartColours();
  const { opened, doomed, choice, layout, lit, cursor } = parts;
  const { columns, groups } = opened;
  const shades = useMemo(() => shadesOf(colours.resolve('var(--scale-low)'), colours.resolve('var(--scale-high)')), [colours]);
  const scale = useMemo(() => scaleOf(groups), [groups]);
  const captions = useCaptions(opened, doomed);
  return useMemo(
    () => ({ columns, groups, doomed, choice, layout, lit, cursor, shades, scale, colours, captions }),
    [columns, groups, doomed, choice, layout, lit, cursor, shades, scale, colours, captions],
  );
}

function useCaptions({ columns }: OpenedSurgery, doomed: Doomed): readonly Caption[] {
  const { t } = useTranslation();
  const format = useFormat();
  return useMemo(
    () =>
      columns.map(({ groupOf, channelOf }) => {
        if (groupOf.every(g => g < 0)) return { quiet: t('surgery.fixedColumn', { count: groupOf.length }), strong: '' };
        const left = groupOf.reduce((sum, g, cell) => sum + (g >= 0 && doomed[g]![channelOf[cell]!] === 1 ? 0 : 1), 0);
        const before = format.count(groupOf.length);
        return left === groupOf.length ? { quiet: before, strong: '' } : { quiet: `${before} → `, strong: format.count(left) };
      }),
    [columns, doomed, t, format],
  );
}

/** Scrolls as little as shows the cell with some room around it. */
function reveal(box: HTMLElement | null, { x, y }: { readonly x: number; readonly y: number }): void {
  if (box === null) return;
  const room = 48;
  box.scrollLeft = Math.min(x - room, Math.max(box.scrollLeft, x + room - box.clientWidth));
  box.scrollTop = Math.min(y - room, Math.max(box.scrollTop, y + room - box.clientHeight));
}

/** Paints the part of the scene that is scrolled to, whenever something of it changes. */
function usePainting(scene: Scene) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const { ref, width, height } = useElementSize<HTMLDivElement>();
  const [{ left, top }, setScrolled] = useState({ left: 0, top: 0 });
  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d');
    if (!element || !context || width === 0) return;
    const ratio = window.devicePixelRatio;
    const size = { width: Math.round(width * ratio), height: Math.round(height * ratio) };
    if (element.width !== size.width || element.height !== size.height) Object.assign(element, size);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    paint(context, scene, { left, top, width, height });
  }, [scene, width, height, left, top]);
  return {
    canvas,
    box,
    attach: useMergedRef(box, ref),
    left,
    top,
    width,
    height,
    onScroll: () => setScrolled({ left: box.current?.scrollLeft ?? 0, top: box.current?.scrollTop ?? 0 }),
  };
}
