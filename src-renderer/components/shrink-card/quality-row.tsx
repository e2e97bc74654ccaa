import { isShareFigure } from '../../../src-shared/domain/quality.ts';
import { useTranslation } from 'react-i18next';
import type { ShrinkCard, ShrinkQuality } from '../../../src-shared/domain/shrink-card.ts';
import { Term } from '../term.tsx';
import { useFormat } from '../use-format.ts';
import { useNames } from '../use-names.ts';
import { qualityVerdict } from './card-rows.ts';
import styles from './shrink-card.module.css';

/** Both qualities with their intervals, drawn on one scale from 0. Nothing where none was judged. */
export function QualityRow({ card }: { card: ShrinkCard }) {
  const { t } = useTranslation();
  const names = useNames();
  const [before, after] = [card.before.quality, card.after.quality];
  if (before === null || after === null) return null;
  const verdict = qualityVerdict(before.estimate, after.estimate);
  const mark = { better: '▲', worse: '▼', alike: '≈' }[verdict];
  const scale = Math.max(before.estimate.high, after.estimate.high);
  return (
    <dl className={`${styles.rows} ${styles.quality}`}>
      <div className={styles.row}>
        <dt className="soft">
          <Term text={`${names.figure(before.metric)}, ${t('splits.validation')}`} help={t('card.qualityHelp')} />
        </dt>
        <dd className={styles.values}>
          <Quality quality={before} quiet />
          <span className={styles.arrow}> → </span>
          <Quality quality={after} />{' '}
          <span className={verdict === 'alike' ? 'faint' : verdict} aria-hidden="true">
            {mark}
          </span>
        </dd>
        <dd className={styles.intervals} aria-hidden="true">
          <Interval quality={before} scale={scale} />
          <Interval quality={after} scale={scale} verdict={verdict} />
        </dd>
      </div>
    </dl>
  );
}

function Quality({ quality: { metric, estimate, errors }, quiet = false }: { quality: ShrinkQuality; quiet?: boolean }) {
  const format = useFormat();
  const isShare = isShareFigure(metric);
  const value = isShare ? format.percent(estimate.value) : format.number(estimate.value, 4);
  const interval = isShare
    ? format.interval(estimate.low, estimate.high)
    : `${format.number(estimate.low, 4)}–${format.number(estimate.high, 4)}`;
  return (
    <span title={errors === null ? undefined : format.count(errors)}>
      {quiet ? <span className="faint">{value}</span> : <b>{value}</b>} <span className="faint small">{interval}</span>
    </span>
  );
}

function Interval({ quality: { estimate }, scale, verdict }: { quality: ShrinkQuality; scale: number; verdict?: string }) {
  const at = (value: number): string => `${scale <= 0 ? 0 : (value / scale) * 100}%`;
  const width = scale <= 0 ? 0 : ((estimate.high - estimate.low) / scale) * 100;
  return (
    <span className={styles.interval} data-verdict={verdict}>
      <i style={{ left: at(estimate.low), width: `${width}%` }} />
      <b style={{ left: at(estimate.value) }} />
    </span>
  );
}
