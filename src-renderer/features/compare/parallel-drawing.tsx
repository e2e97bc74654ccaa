import { useElementSize } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import { shortened } from '../../charts/shortened.ts';
import type { Parallel, ParallelAxis, ParallelLine } from './parallel.ts';
import type { Subject } from './subjects.ts';

interface ParallelDrawingProps {
  readonly parallel: Parallel;
  readonly subjects: readonly Subject[];
  /** Ids of the models within all limits. */
  readonly passing: ReadonlySet<string>;
  readonly limits: readonly (readonly [number, number] | null)[];
  readonly chosen: string | null;
  readonly onChoose: (modelId: string) => void;
  readonly title: (axis: ParallelAxis) => string;
  readonly write: (axis: ParallelAxis, value: number | string) => string;
}

const HEIGHT = 250;
const TOP = 44;
const FOOT = 24;
/** Of a text at an axis. */
const MOST_CHARACTERS = 20;

/** The axes upright, a line a model; what the limits leave out is faint. */
export function ParallelDrawing({ parallel, subjects, passing, limits, chosen, onChoose, title, write }: ParallelDrawingProps) {
  const { t } = useTranslation();
  const { axes, lines } = parallel;
  const { ref, width } = useElementSize<HTMLDivElement>();
  const step = width / axes.length;
  // The chosen line and those within the limits lie above the others.
  const rank = ({ modelId }: ParallelLine): number => (modelId === chosen ? 2 : passing.has(modelId) ? 1 : 0);
  const subjectOf = new Map(subjects.map(subject => [subject.modelId, subject]));
  return (
    <div ref={ref}>
      <svg
        width={width}
        height={HEIGHT}
        style={{ display: 'block' }}
        role="img"
        aria-label={t('compare.parallelLabel', { axes: axes.map(title).join(', ') })}
      >
        {[...lines]
          .sort((a, b) => rank(a) - rank(b))
          .map(line => {
            const subject = subjectOf.get(line.modelId);
            const isIn = passing.has(line.modelId);
            return (
              <path
                key={line.modelId}
                d={pathOf(line, step)}
                fill="none"
                stroke={subject?.colour}
                strokeWidth={line.modelId === chosen ? 3.5 : 1.75}
                opacity={isIn ? (line.modelId === chosen ? 1 : 0.8) : 0.12}
                style={{ cursor: 'pointer' }}
                onClick={() => onChoose(line.modelId)}
              >
                <title>{subject?.label}</title>
              </path>
            );
          })}
        {axes.map((axis, i) => (
          <Axis
            key={axis.id}
            axis={axis}
            x={xOf(i, step)}
            limit={limits[i] ?? null}
            title={title(axis)}
            write={value => write(axis, value)}
          />
        ))}
      </svg>
    </div>
  );
}

interface AxisProps {
  readonly axis: ParallelAxis;
  readonly x: number;
  readonly limit: readonly [number, number] | null;
  readonly title: string;
  readonly write: (value: number | string) => string;
}

function Axis({ axis, x, limit, title, write }: AxisProps) {
  const ends = axis.kind === 'number' ? [axis.low, axis.high] : [];
  return (
    <g>
      <line x1={x} x2={x} y1={TOP} y2={HEIGHT - FOOT} stroke="var(--line)" strokeWidth="1.5" />
      {limit !== null && <line x1={x} x2={x} y1={yOf(limit[0])} y2={yOf(limit[1])} stroke="var(--accent)" strokeWidth="4" />}
      <text x={x} y="13" textAnchor="middle" fontSize="12" fill="var(--ink)">
        <title>{title}</title>
        {shortened(title, MOST_CHARACTERS)}
      </text>
      {ends.map((value, i) => (
        <text key={i} x={x} y={i === 0 ? HEIGHT - 6 : TOP - 12} textAnchor="middle" fontSize="11" fill="var(--soft)">
          {write(value)}
        </text>
      ))}
      {axis.kind === 'texts' &&
        axis.texts.map((text, i) => (
          <text key={text} x={x + 6} y={yOf(i / Math.max(1, axis.texts.length - 1)) - 4} fontSize="11" fill="var(--soft)">
            <title>{text}</title>
            {shortened(text, MOST_CHARACTERS)}
          </text>
        ))}
    </g>
  );
}

function xOf(axis: number, step: number): number {
  return (axis + 0.5) * step;
}

function yOf(place: number): number {
  return HEIGHT - FOOT - place * (HEIGHT - FOOT - TOP);
}

/** Broken where the model has nothing on an axis. */
function pathOf({ places }: ParallelLine, step: number): string {
  let isDown = false;
  return places
    .map((place, i) => {
      if (place === null) {
        isDown = false;
        return '';
      }
      const command = isDown ? 'L' : 'M';
      isDown = true;
      return `${command}${xOf(i, step)} ${yOf(place)}`;
    })
    .join('');
}
