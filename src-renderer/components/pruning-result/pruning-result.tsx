import { useTranslation } from 'react-i18next';
import type { SpeedVerdict } from '../../../src-shared/domain/speed.ts';
import type { ModelSummary } from '../../../src-shared/domain/step-output.ts';
import { Panel } from '../page.tsx';
import { useFormat } from '../use-format.ts';
import { ControlsTable } from './controls-table.tsx';
import styles from './pruning-result.module.css';

/** What a pruning was asked for and has to be better than; nothing for a model that was not pruned. */
export function PruningResult({ summary }: { summary: ModelSummary }) {
  const { t } = useTranslation();
  const { controls, speed } = summary;
  if (controls === undefined) return null;
  return (
    <Panel title={t('card.controls')}>
      <div className={styles.result}>
        {speed !== undefined && <SpeedLine speed={speed} />}
        {controls.length > 0 && <ControlsTable summary={summary} controls={controls} />}
        {controls.length === 0 && <p className="soft">{t('card.controlsOff')}</p>}
      </div>
    </Panel>
  );
}

/** The time that was asked for, and what was measured in the end, in words and with a mark. */
function SpeedLine({ speed: { asked, isReached, ratio, ms, wholeMs, runtime } }: { speed: SpeedVerdict }) {
  const { t } = useTranslation();
  const format = useFormat();
  const time = (value: number): string => `${format.number(value, 3)} ms`;
  const bound = asked.name === 'latency' ? format.percent(asked.bound, 1) : time(asked.bound);
  return (
    <p>
      <span className={isReached ? 'better' : 'worse'}>
        <span aria-hidden="true">{isReached ? '▲' : '▼'}</span> {t(isReached ? 'card.speedReached' : 'card.speedMissed', { bound })}
      </span>{' '}
      <span className="soft">
        {t('card.speedMeasured', {
          ...{ before: time(wholeMs), after: time(ms), runtime },
          share: format.percent(ratio.median, 1),
          interval: format.interval(ratio.low, ratio.high, 1),
        })}
      </span>
    </p>
  );
}
