import type { Chart } from 'chart.js';
import { memo, useMemo, useRef, useState } from 'react';
import { Line as LineCanvas } from 'react-chartjs-2';
import { Switch } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../components/use-format.ts';
import { useChartColours, withAlpha, type ChartColours } from './chart-colours.ts';
import { bandPlugin } from './band-plugin.ts';
import { chartSvg } from './chart-svg.ts';
import { ChartFrame } from './chart-frame.tsx';
import { setUpCharts } from './chart-setup.ts';
import styles from './charts.module.css';
import { crosshairPlugin, type CrosshairGroup } from './crosshair.ts';
import { InTurn } from './in-turn.tsx';
import { Legend } from './legend.tsx';
import { lineOptions } from './line-options.ts';
import { markPlugin } from './mark-plugin.ts';
import { tailPlugin, type TailNews } from './tail-plugin.ts';
import { bestPoint, canBeLogarithmic, firstNotANumber, tableOf, type Line } from './lines.ts';

setUpCharts();

interface LineChartProps {
  readonly title: string;
  readonly xTitle: string;
  readonly yTitle: string;
  readonly lines: readonly Line[];
  /** Which end of the axis is good: its point is marked on strong lines. */
  readonly best?: 'least' | 'greatest';
  readonly percent?: boolean;
  /** The values are bytes. */
  readonly bytes?: boolean;
  readonly logarithmic?: boolean;
  readonly group: CrosshairGroup;
  /** The part of the x axis shown, shared by the group; null shows all. */
  readonly range: readonly [number, number] | null;
  readonly onZoom: (range: readonly [number, number] | null) => void;
  /** While curves grow: tells that their tails have. */
  readonly news?: TailNews | undefined;
}

/** Drawn again only when one of its properties is another: what surrounds it may be renewed ten times a second. */
export const LineChart = memo(function LineChart(props: LineChartProps) {
  const { title, xTitle, lines, best, group, onZoom, news } = props;
  const { t } = useTranslation();
  const format = useFormat();
  const colours = useChartColours();
  const chart = useRef<Chart<'line'>>(null);
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const [wantsLog, setWantsLog] = useState(false);
  const shown = useMemo(() => lines.filter(line => !hidden.has(line.label)), [lines, hidden]);
  const isLog = wantsLog && canBeLogarithmic(lines);
  const datasets = useMemo(() => shown.map(line => datasetOf(line, colours, best)), [shown, colours, best]);
  const plugins = useMemo(
    () => [
      bandPlugin,
      ...(news === undefined ? [] : [tailPlugin(news)]),
      markPlugin(colours.panel),
      crosshairPlugin({ group, colour: colours.faint, onZoom }),
    ],
    [group, colours, onZoom, news],
  );
  const { yTitle, percent = false, bytes = false, range } = props;
  // Other options are resolved anew by the chart, which costs more than drawing the lines.
  const options = useMemo(
    () => lineOptions({ xTitle, yTitle, percent, bytes, range, colours, isLog, format }),
    [xTitle, yTitle, percent, bytes, range, colours, isLog, format],
  );
  const broken = lines.map(line => firstNotANumber(line.points)).find(step => step !== null);
  return (
    <ChartFrame
      title={title}
      table={() => tableOf(shown, xTitle)}
      picture={() => chart.current?.toBase64Image() ?? null}
      vector={() => (chart.current === null ? null : chartSvg(chart.current, colours.panel))}
      controls={
        props.logarithmic === true && (
          <Switch size="xs" label={t('common.logScale')} checked={isLog} onChange={event => setWantsLog(event.currentTarget.checked)} />
        )
      }
      legend={<Legend lines={lines} hidden={hidden} onChange={setHidden} />}
    >
      <div className={styles.canvas}>
        <InTurn>
          <LineCanvas
            ref={chart}
            data={{ datasets }}
            options={options}
            plugins={plugins}
            role="img"
            aria-label={t('runs.chartOf', { title })}
          />
        </InTurn>
      </div>
      {broken !== undefined && broken !== null && <p className="worse small">{t('runs.divergedAt', { step: format.count(broken) })}</p>}
    </ChartFrame>
  );
});

function datasetOf(line: Line, colours: ChartColours, best: 'least' | 'greatest' | undefined) {
  const colour = colours.resolve(line.colour);
  const radius = line.points.length === 1 ? 3 : 0;
  return {
    label: line.label,
    data: line.points as { x: number; y: number }[],
    borderColor: line.weight === 'strong' ? colour : withAlpha(colour, 0.55),
    borderWidth: line.weight === 'strong' ? 2.5 : 1.25,
    pointRadius: radius,
    pointHoverRadius: radius,
    pointBackgroundColor: colour,
    band: line.band,
    tails: line.tails,
    mark: best === undefined || line.weight === 'fine' ? null : bestPoint(line.points, best),
  };
}
