import { useElementSize } from '@mantine/hooks';
import { useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { StudyTrialView, StudyView } from '../../../src-shared/contracts/studies.contract.ts';
import type { Dimension } from '../../../src-shared/domain/search/space.ts';
import { ChartFrame } from '../../charts/chart-frame.tsx';
import { styledSvg } from '../../charts/styled-svg.ts';
import { Panel } from '../../components/page.tsx';
import { useFormat } from '../../components/use-format.ts';
import { useNames } from '../../components/use-names.ts';
import { firstValue, goodness, placeOn, rankedTrials, writeFigure, writeValue } from './study-figures.ts';
import type { StudySide } from './study-side.ts';
import styles from './studies.module.css';

const HEIGHT = 300;
const TOP = 34;
const FOOT = 24;
const SIDE = 56;
/** Better trials lie on top. */
const MOST_LINES = 400;

interface DrawnTrial {
  readonly trial: StudyTrialView;
  /** In [0, 1]. */
  readonly good: number;
  /** Per axis, from 0 at the foot; null where it takes no part. */
  readonly places: readonly (number | null)[];
}

/** An axis a parameter, a line a trial, the last axis its figure: the stronger a line, the better the trial. */
export function ParallelPanel({ study, chosen, onChoose }: StudySide) {
  const { t } = useTranslation();
  const format = useFormat();
  const names = useNames();
  const { ref, width } = useElementSize<HTMLDivElement>();
  const svg = useRef<SVGSVGElement>(null);
  const drawn = useMemo(() => drawnTrials(study), [study]);
  const { dimensions, objectives } = study;
  const metric = objectives[0]?.metric;
  const titles = [...dimensions.map(({ name }) => name), names.figure(metric?.replace('validation.', '') ?? '')];
  const ends = [...dimensions.map(dimension => endsOf(dimension).map(value => writeValue(format, dimension, value))), figureEnds()];
  const x = (axis: number): number => SIDE + (axis / Math.max(1, titles.length - 1)) * Math.max(1, width - 2 * SIDE);
  const y = (place: number): number => HEIGHT - FOOT - place * (HEIGHT - FOOT - TOP);
  if (drawn.length === 0) return <Panel>{t('studies.nothingYet')}</Panel>;
  return (
    <Panel>
      <ChartFrame
        title={t('studies.parallel')}
        vector={() => (svg.current === null ? null : styledSvg(svg.current))}
        table={() => ({
          header: [t('studies.trialNumber'), ...titles],
          rows: drawn.map(({ trial }) => [
            trial.number,
            ...dimensions.map(({ name }) => trial.assignment[name] ?? null),
            firstValue(trial),
          ]),
        })}
      >
        <div ref={ref} className={styles.parallel} style={{ height: HEIGHT }}>
          <svg
            ref={svg}
            xmlns="http://www.w3.org/2000/svg"
            width={width}
            height={HEIGHT}
            role="img"
            aria-label={t('studies.parallelSpoken', { count: drawn.length })}
          >
            {drawn.map(({ trial, good, places }) => (
              <path
                key={trial.number}
                className={styles.trialLine}
                data-chosen={trial.number === chosen || undefined}
                d={pathOf(places.map((place, axis) => (place === null ? null : [x(axis), y(place)])))}
                stroke={
                  trial.number === chosen
                    ? 'var(--worse)'
                    : `color-mix(in srgb, var(--scale-high) ${Math.round(good * 100)}%, var(--scale-low))`
                }
                strokeWidth={trial.number === chosen ? 3 : 0.75 + good * 1.25}
                onClick={() => onChoose(trial.number)}
              />
            ))}
            {titles.map((title, axis) => (
              <g key={title} className={styles.axis}>
                <line x1={x(axis)} x2={x(axis)} y1={y(0)} y2={y(1)} />
                <text x={x(axis)} y={14} textAnchor="middle">
                  {shortName(title)}
                  <title>{title}</title>
                </text>
                <text x={x(axis)} y={TOP - 6} textAnchor="middle" className={styles.axisEnd}>
                  {ends[axis]?.[1]}
                </text>
                <text x={x(axis)} y={HEIGHT - 6} textAnchor="middle" className={styles.axisEnd}>
                  {ends[axis]?.[0]}
                </text>
              </g>
            ))}
          </svg>
        </div>
        <p className="faint small">{t('studies.parallelHelp')}</p>
      </ChartFrame>
    </Panel>
  );

  function figureEnds(): readonly string[] {
    const values = drawn.map(({ trial }) => firstValue(trial) ?? 0);
    return [Math.min(...values), Math.max(...values)].map(value => writeFigure(format, metric, value));
  }
}

function endsOf({ domain }: Dimension): readonly [number, number] {
  return domain.kind === 'choice' ? [0, domain.labels.length - 1] : [domain.from, domain.to];
}

/** The end of a long name says what it is. */
function shortName(name: string): string {
  const last = name.split('.').at(-1) ?? name;
  return last.length > 18 ? `${last.slice(0, 17)}…` : last;
}

/** The best last, so that they are drawn over the others. */
function drawnTrials(study: StudyView): readonly DrawnTrial[] {
  const [objective] = study.objectives;
  const trials = rankedTrials(study).slice(0, MOST_LINES);
  if (objective === undefined || trials.length === 0) return [];
  const values = trials.map(trial => firstValue(trial) ?? 0);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const good = goodness(values, objective);
  return trials
    .map((trial, i) => {
      const value = values[i] ?? 0;
      const figure = high === low ? 0.5 : (value - low) / (high - low);
      return { trial, good: good(value), places: [...study.dimensions.map(each => placeOn(each, trial.assignment[each.name])), figure] };
    })
    .reverse();
}

/** Broken where the trial has no value. */
function pathOf(points: readonly (readonly [number, number] | null)[]): string {
  return points
    .map((point, i) =>
      point === null ? '' : `${i === 0 || points[i - 1] === null ? 'M' : 'L'}${point[0].toFixed(1)} ${point[1].toFixed(1)}`,
    )
    .join('');
}
