import { useTranslation } from 'react-i18next';
import type { DistillationReport } from '../../../src-shared/domain/distillation.ts';
import { Term } from '../term.tsx';
import { useFormat } from '../use-format.ts';
import styles from './distillation-result.module.css';
import { gapOver, type GapSpread } from './result-rows.ts';

const MARKS = { better: '▲', worse: '▼', soft: '≈' } as const;

/** Better or worse only where the interval says so: with one seed nothing does. */
function toneOf({ low, high }: GapSpread): keyof typeof MARKS {
  if (low === null || high === null || (low <= 0 && high >= 0)) return 'soft';
  return low > 0 ? 'better' : 'worse';
}

/** How far the student got from itself alone to its teacher, with the interval over seeds. */
export function GapBar({ report, seeds }: { report: DistillationReport; seeds: readonly DistillationReport[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const gap = gapOver(seeds);
  // Whole percents, and none of them a minus zero.
  const percent = (share: number): string => format.percent(Math.round(share * 100) / 100 || 0, 0).replace('-', '−');
  if (gap === null) return <p className="soft">{t(report.alone === undefined ? 'teaching.gapUnknown' : 'teaching.gapNone')}</p>;
  const { value, low, high, each } = gap;
  const tone = toneOf(gap);
  return (
    <section className={styles.gap}>
      <h3 className={styles.head}>
        <Term text={t('teaching.gapClosed')} help={t('teaching.gapClosedHelp')} />
      </h3>
      <p className={styles.gapNumber}>
        <span className={tone}>
          {low !== null && <span aria-hidden="true">{MARKS[tone]}</span>} {percent(value)}
        </span>{' '}
        <span className="faint small">
          {low === null || high === null
            ? t('teaching.gapNoInterval')
            : t('teaching.gapSeeds', { low: percent(low), high: percent(high), count: each.length })}
        </span>
      </p>
      <Track gap={gap} tone={tone} />
    </section>
  );
}

/** From the student alone on the left to its teacher on the right; each seed a ring. */
function Track({ gap: { value, low, high, each }, tone }: { gap: GapSpread; tone: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [from, to] = [Math.min(0, low ?? value, ...each), Math.max(1, high ?? value, ...each)];
  const at = (share: number): string => `${((share - from) / (to - from)) * 100}%`;
  return (
    <div className={styles.gapTrack} aria-hidden="true">
      <i className={styles.gapFill} data-tone={tone} style={{ left: at(Math.min(0, value)), width: at(Math.abs(value) + from) }} />
      {low !== null && high !== null && <b className={styles.whisker} style={{ left: at(low), width: `calc(${at(high)} - ${at(low)})` }} />}
      {each.length > 1 &&
        each.map((share, i) => (
          <em key={i} style={{ left: at(share) }} title={t('teaching.gapSeed', { number: i + 1, share: format.percent(share, 0) })} />
        ))}
      <u style={{ left: at(0) }}>{t('teaching.who.alone')}</u>
      <u style={{ left: at(1) }} data-end>
        {t('teaching.who.teacher')}
      </u>
    </div>
  );
}
