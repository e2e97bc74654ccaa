import { isShareFigure } from '../../../src-shared/domain/quality.ts';
import { useTranslation } from 'react-i18next';
import type { DistillationReport } from '../../../src-shared/domain/distillation.ts';
import { useSeriesColours } from '../series-colours.ts';
import { Term } from '../term.tsx';
import { useFormat } from '../use-format.ts';
import { useNames } from '../use-names.ts';
import { useModels } from '../../ipc/queries.ts';
import styles from './distillation-result.module.css';
import { gapFigureOf, resultRows, scaleOf, type Judged, type ResultRow } from './result-rows.ts';

interface ErrorBarsProps {
  readonly report: DistillationReport;
  readonly seeds: readonly DistillationReport[];
  readonly step: string;
}

/** Teacher, student alone and student taught, as bars to one scale with their intervals. */
export function ErrorBars({ report, seeds, step }: ErrorBarsProps) {
  const { t } = useTranslation();
  const names = useNames();
  const rows = resultRows(report, seeds);
  const scale = scaleOf(rows);
  const colourOf = useBarColours(report, step);
  const figure = rows[0] === undefined ? '' : names.figure(gapFigureOf(rows[0].figures));
  const over = seeds.length > 1 ? t('teaching.overSeeds', { count: seeds.length }) : t('teaching.overItems');
  const hasIntervals = rows.some(({ main }) => main.low !== null);
  return (
    <section>
      <h3 className={styles.head}>
        {figure}, {t('splits.validation')} {hasIntervals && <span className={`faint small ${styles.plain ?? ''}`}>{over}</span>}
      </h3>
      <dl className={styles.bars}>
        {rows.map(row => (
          <Bar key={row.who} row={row} scale={scale} colour={colourOf(row.who)} count={report.teachers.length} />
        ))}
      </dl>
    </section>
  );
}

function Bar({ row: { who, main, figures }, scale, colour, count }: { row: ResultRow; scale: number; colour: string; count: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const isError = isShareFigure(gapFigureOf(figures));
  const at = (value: number): string => `${Math.max(0, Math.min(1, value / scale)) * 100}%`;
  const name = who === 'teacher' && count > 1 ? t('teaching.who.teachers', { count }) : t(`teaching.who.${who}`);
  return (
    <div className={styles.barRow}>
      <dt>
        <Term text={name} help={t(`teaching.whoHelp.${who}`)} />
      </dt>
      <dd className={styles.track} aria-hidden="true">
        <i className={styles.fill} data-who={who} style={{ width: at(main.value), color: colour }} />
        {main.low !== null && main.high !== null && (
          <b className={styles.whisker} style={{ left: at(main.low), width: `calc(${at(main.high)} - ${at(main.low)})` }} />
        )}
      </dd>
      <dd className={styles.number}>
        <span className={who === 'distilled' ? 'strong' : undefined}>
          {isError ? format.percent(main.value) : format.number(main.value, 4)}
        </span>{' '}
        {main.low !== null && main.high !== null && (
          <span className="faint small">
            {isError ? format.interval(main.low, main.high) : `${format.number(main.low, 4)}–${format.number(main.high, 4)}`}
          </span>
        )}
      </dd>
    </div>
  );
}

/** A model has its colour on all screens; the student alone shares the student's. */
export function useBarColours({ teachers }: DistillationReport, step: string): (who: Judged) => string {
  // A teacher that is a file is no model of the workspace.
  const colourOf = useSeriesColours([step, ...teachers.slice(0, 1).map(({ name }) => name)]);
  const models = useModels();
  const teacher = models.data?.find(({ id }) => id === teachers[0]?.modelId)?.step ?? teachers[0]?.name ?? '';
  return who => colourOf(who === 'teacher' ? teacher : step);
}
