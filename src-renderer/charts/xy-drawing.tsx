import { useElementSize } from '@mantine/hooks';
import { useRef, type PointerEvent } from 'react';
import { ChartFrame } from './chart-frame.tsx';
import type { LineTable, Point } from './lines.ts';
import { styledSvg } from './styled-svg.ts';
import { roomAround, ticksOf } from './ticks.ts';
import styles from './xy-drawing.module.css';

export interface DrawnAxis {
  readonly title: string;
  readonly write: (value: number) => string;
  /** Where it is written; else at round numbers. */
  readonly ticks?: readonly number[];
  /** A count: nothing is written between whole numbers. */
  readonly whole?: boolean;
  /** Else from what is drawn, with a little room. */
  readonly range?: readonly [number, number];
}

export interface DrawnLine {
  readonly label: string;
  /** A CSS colour or `var(--…)`. */
  readonly colour: string;
  readonly points: readonly Point[];
  readonly dashed?: boolean;
}

/** A place with its name beside it. */
export interface DrawnMark extends Point {
  readonly label: string;
  readonly colour: string;
  readonly shape: 'dot' | 'ring' | 'diamond';
  /** Where the name stands; below when left out. */
  readonly side?: 'above' | 'below';
}

interface XyDrawingProps {
  readonly title: string;
  /** What is drawn, for those who hear it. */
  readonly spoken: string;
  readonly x: DrawnAxis;
  readonly y: DrawnAxis;
  readonly lines: readonly DrawnLine[];
  readonly marks?: readonly DrawnMark[];
  /** Where a slider stands. */
  readonly guide?: Point;
  /** A shade between two heights. */
  readonly band?: readonly [number, number];
  readonly height?: number;
  /** A place pressed or dragged to. */
  readonly onPick?: (x: number) => void;
}

const LEFT = 72;
/** Half of the last number of the axis stands there. */
const RIGHT = 24;
const TOP = 12;
const FOOT = 42;

/** A chart of few lines and named places, drawn as it is and without a library. */
export function XyDrawing(props: XyDrawingProps) {
  const { title, spoken, x, y, lines, marks = [], guide, band, height = 260, onPick } = props;
  const { ref, width } = useElementSize<HTMLDivElement>();
  const svg = useRef<SVGSVGElement>(null);
  const places = [...lines.flatMap(line => line.points), ...marks];
  const [xs, ys] = [
    x.range ??
      roomAround(
        places.map(each => each.x),
        0.04,
      ),
    y.range ?? roomAround(places.map(each => each.y)),
  ];
  const scale = { x: scaleOf(xs, [LEFT, Math.max(LEFT + 1, width - RIGHT)]), y: scaleOf(ys, [height - FOOT, TOP]) };
  function pick({ clientX, currentTarget, buttons, type }: PointerEvent<SVGSVGElement>): void {
    if (type === 'pointermove' && buttons !== 1) return;
    const at = clientX - currentTarget.getBoundingClientRect().left;
    onPick?.(xs[0] + ((at - LEFT) / Math.max(1, width - RIGHT - LEFT)) * (xs[1] - xs[0]));
  }
  return (
    <ChartFrame
      title={title}
      table={() => tableOf(lines, x.title)}
      vector={() => (svg.current === null ? null : styledSvg(svg.current))}
      legend={lines.length > 1 && <Legend lines={lines} />}
    >
      <div ref={ref} className={styles.canvas} style={{ height }}>
        <svg
          ref={svg}
          xmlns="http://www.w3.org/2000/svg"
          width={width}
          height={height}
          role="img"
          aria-label={spoken}
          onPointerDown={onPick === undefined ? undefined : pick}
          onPointerMove={onPick === undefined ? undefined : pick}
          style={onPick === undefined ? undefined : { cursor: 'crosshair', touchAction: 'none' }}
        >
          <Axes x={x} y={y} xs={xs} ys={ys} scale={scale} size={[width, height]} />
          {band !== undefined && (
            <rect className={styles.band} x={LEFT} width={Math.max(0, width - RIGHT - LEFT)} {...spanOf(band, ys, scale.y)} />
          )}
          {guide !== undefined && (
            <path
              className={styles.guide}
              d={`M${scale.x(guide.x)} ${TOP}V${height - FOOT}M${LEFT} ${scale.y(guide.y)}H${scale.x(guide.x)}`}
            />
          )}
          {lines.map(line => (
            <path
              key={line.label}
              d={line.points
                .map((point, i) => `${i === 0 ? 'M' : 'L'}${scale.x(point.x).toFixed(1)} ${scale.y(point.y).toFixed(1)}`)
                .join('')}
              fill="none"
              stroke={line.colour}
              strokeWidth={2}
              strokeLinejoin="round"
              strokeDasharray={line.dashed === true ? '5 4' : undefined}
            />
          ))}
          {marks.map(mark => (
            <Mark key={`${mark.label}${mark.x}`} mark={mark} at={[scale.x(mark.x), scale.y(mark.y)]} width={width} />
          ))}
          {guide !== undefined && <circle className={styles.handle} cx={scale.x(guide.x)} cy={scale.y(guide.y)} r={6} />}
        </svg>
      </div>
    </ChartFrame>
  );
}

type Scale = (value: number) => number;

interface AxesProps {
  readonly x: DrawnAxis;
  readonly y: DrawnAxis;
  readonly xs: readonly [number, number];
  readonly ys: readonly [number, number];
  readonly scale: { readonly x: Scale; readonly y: Scale };
  readonly size: readonly [width: number, height: number];
}

function Axes({ x, y, xs, ys, scale, size: [width, height] }: AxesProps) {
  return (
    <g className={styles.axes}>
      {ticksOf(...ys, 5).map(value => (
        <g key={value}>
          <line x1={LEFT} x2={width - RIGHT} y1={scale.y(value)} y2={scale.y(value)} />
          <text x={LEFT - 8} y={scale.y(value) + 4} textAnchor="end">
            {y.write(value)}
          </text>
        </g>
      ))}
      {(x.ticks ?? ticksOf(...xs, Math.max(2, Math.floor(width / 110)), x.whole)).map(value => (
        <text key={value} x={scale.x(value)} y={height - FOOT + 16} textAnchor="middle">
          {x.write(value)}
        </text>
      ))}
      <text className={styles.title} x={(LEFT + width - RIGHT) / 2} y={height - 6} textAnchor="middle">
        {x.title}
      </text>
      <text className={styles.title} textAnchor="middle" transform={`translate(12 ${(height - FOOT + TOP) / 2}) rotate(-90)`}>
        {y.title}
      </text>
    </g>
  );
}

function Mark({ mark, at: [x, y], width }: { mark: DrawnMark; at: readonly [number, number]; width: number }) {
  const isRight = x > width * 0.66;
  return (
    <g>
      {mark.shape === 'diamond' ? (
        <path d={`M${x} ${y - 6}l6 6l-6 6l-6-6z`} fill={mark.colour} stroke="var(--panel)" />
      ) : (
        <circle
          cx={x}
          cy={y}
          r={5}
          fill={mark.shape === 'ring' ? 'var(--panel)' : mark.colour}
          stroke={mark.shape === 'ring' ? mark.colour : 'var(--panel)'}
          strokeWidth={mark.shape === 'ring' ? 2 : 1}
        />
      )}
      <text
        className={styles.mark}
        x={isRight ? x - 10 : x + 10}
        y={mark.side === 'above' ? y - 9 : y + 17}
        textAnchor={isRight ? 'end' : 'start'}
      >
        {mark.label}
      </text>
    </g>
  );
}

function Legend({ lines }: { lines: readonly DrawnLine[] }) {
  return (
    <ul className={styles.legend}>
      {lines.map(({ label, colour, dashed }) => (
        <li key={label} className="small soft row">
          <svg width="18" height="6" aria-hidden="true">
            <line x1="1" x2="17" y1="3" y2="3" stroke={colour} strokeWidth="2" strokeDasharray={dashed === true ? '5 3' : undefined} />
          </svg>
          {label}
        </li>
      ))}
    </ul>
  );
}

function scaleOf([low, high]: readonly [number, number], [from, to]: readonly [number, number]): Scale {
  return value => from + ((value - low) / (high - low || 1)) * (to - from);
}

function spanOf(band: readonly [number, number], [low, high]: readonly [number, number], scale: Scale): { y: number; height: number } {
  const [bottom, top] = [scale(Math.max(low, band[0])), scale(Math.min(high, band[1]))];
  return { y: Math.min(top, bottom), height: Math.abs(bottom - top) };
}

function tableOf(lines: readonly DrawnLine[], xTitle: string): LineTable {
  const xs = [...new Set(lines.flatMap(line => line.points.map(point => point.x)))].sort((a, b) => a - b);
  const byX = lines.map(line => new Map(line.points.map(point => [point.x, point.y])));
  return { header: [xTitle, ...lines.map(line => line.label)], rows: xs.map(x => [x, ...byX.map(map => map.get(x) ?? null)]) };
}
