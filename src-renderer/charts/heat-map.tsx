import { useElementSize } from '@mantine/hooks';
import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { useFormat } from '../components/use-format.ts';
import { useChartColours } from './chart-colours.ts';
import { ChartFrame } from './chart-frame.tsx';
import styles from './charts.module.css';
import { heatHeight, heatPlaceAt, paintHeatMap, type HeatCell, type HeatPlace, type HeatScene } from './heat-map-paint.ts';
import { createSvgContext } from './svg-context.ts';

export type { HeatCell };

interface HeatMapProps {
  readonly title: string;
  /** What the shades mean, and which keys work. */
  readonly help: string;
  readonly rowTitle: string;
  readonly columnTitle: string;
  readonly rows: readonly number[];
  readonly columns: readonly number[];
  /** By row, then by column. */
  readonly cells: readonly (readonly HeatCell[])[];
  /** What stands beside the rows and below the columns; their numbers where left out. */
  readonly axisNames?: { readonly rows: readonly string[]; readonly columns: readonly string[] };
  /** Of a column, in the table behind the map. */
  readonly columnName: (column: number) => string;
}

const STEPS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** Values over two settings: shaded, written in, and said cell by cell as arrow keys go. */
export function HeatMap(props: HeatMapProps) {
  const { title, help, rowTitle, rows, columns, cells, columnName } = props;
  const [cursor, setCursor] = useState<HeatPlace | null>(null);
  const [hovered, setHovered] = useState<HeatPlace | null>(null);
  const helpId = useId();
  const scene = useScene(props, cursor);
  const { canvas, box, width } = useHeatPainting(scene);
  const at = hovered ?? cursor ?? markedIn(cells);
  function onKeyDown(event: KeyboardEvent): void {
    const step = STEPS[event.key];
    if (step === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    setHovered(null);
    const from = cursor ?? markedIn(cells) ?? { row: 0, column: 0 };
    const to = { row: from.row + step[0], column: from.column + step[1] };
    setCursor(cells[to.row]?.[to.column] === undefined ? from : to);
  }
  return (
    <ChartFrame
      title={title}
      picture={() => canvas.current?.toDataURL() ?? null}
      vector={() => svgOf(scene, width)}
      table={() => ({
        header: [rowTitle, ...columns.map(columnName)],
        rows: rows.map((row, i) => [row, ...(cells[i] ?? []).map(({ value }) => value)]),
      })}
    >
      <div ref={box} className={styles.heat}>
        <canvas
          ref={canvas}
          style={{ width: '100%', height: heatHeight(rows.length) }}
          tabIndex={0}
          role="application"
          aria-label={title}
          aria-describedby={helpId}
          onKeyDown={onKeyDown}
          onBlur={() => setCursor(null)}
          onPointerMove={event => {
            const frame = event.currentTarget.getBoundingClientRect();
            setHovered(heatPlaceAt({ cells }, width, [event.clientX - frame.left, event.clientY - frame.top]));
          }}
          onPointerLeave={() => setHovered(null)}
        />
      </div>
      <p className="small" aria-live={hovered === null ? 'polite' : 'off'}>
        {at === null ? '' : (cells[at.row]?.[at.column]?.spoken ?? '')}
      </p>
      <p className="faint small" id={helpId}>
        {help}
      </p>
    </ChartFrame>
  );
}

function markedIn(cells: HeatMapProps['cells']): HeatPlace | null {
  for (const [row, line] of cells.entries()) {
    const column = line.findIndex(cell => cell.isMarked);
    if (column >= 0) return { row, column };
  }
  return null;
}

function useScene({ rows, columns, cells, rowTitle, columnTitle, axisNames }: HeatMapProps, cursor: HeatPlace | null): HeatScene {
  const colours = useChartColours();
  const format = useFormat();
  return useMemo(
    () => ({
      ...{ cells, rowTitle, columnTitle, cursor, colours },
      rowNames: axisNames?.rows ?? rows.map(row => format.number(row)),
      columnNames: axisNames?.columns ?? columns.map(column => format.number(column)),
    }),
    [rows, columns, cells, rowTitle, columnTitle, axisNames, cursor, colours, format],
  );
}

function useHeatPainting(scene: HeatScene) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { ref: box, width } = useElementSize<HTMLDivElement>();
  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d');
    if (!element || !context || width === 0) return;
    const ratio = window.devicePixelRatio;
    Object.assign(element, { width: Math.round(width * ratio), height: Math.round(heatHeight(scene.cells.length) * ratio) });
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    paintHeatMap(context, scene, width);
  }, [scene, width]);
  return { canvas, box, width };
}

/** Null where the browser has no canvas to measure texts on. */
function svgOf(scene: HeatScene, width: number): string | null {
  const canvas = document.createElement('canvas');
  const measuring = canvas.getContext('2d');
  if (measuring === null) return null;
  const recorded = createSvgContext(canvas, (text, font) => {
    measuring.font = font;
    return measuring.measureText(text);
  });
  paintHeatMap(recorded.context, { ...scene, cursor: null }, width);
  return recorded.svg(width, heatHeight(scene.cells.length), scene.colours.panel);
}
