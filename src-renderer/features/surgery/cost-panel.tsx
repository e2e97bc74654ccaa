import { useTranslation } from 'react-i18next';
import type { MeasuredLatency, SurgeryCosts } from '../../../src-shared/contracts/surgery.contract.ts';
import { Panel } from '../../components/page.tsx';
import { useFormat } from '../../components/use-format.ts';
import styles from './surgery.module.css';

interface CostPanelProps {
  readonly before: SurgeryCosts;
  readonly after: SurgeryCosts;
  readonly latency: MeasuredLatency | null;
}

/** What the whole model would cost, bars to scale. */
export function CostPanel({ before, after, latency }: CostPanelProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const estimate = latency === null ? null : latency.p50Ms * (after.multiplyAdds / before.multiplyAdds);
  return (
    <Panel title={t('surgery.ifRun')}>
      <div className={styles.costs} data-testid="costs">
        <CostRow label={t('figures.parameters')} before={before.parameters} after={after.parameters} show={format.count} />
        <CostRow label={t('figures.multiplyAdds')} before={before.multiplyAdds} after={after.multiplyAdds} show={format.compact} />
        <CostRow label={t('figures.file')} before={before.bytes} after={after.bytes} show={format.bytes} />
        {latency === null || estimate === null ? (
          <p className="row">
            <span className="grow soft">{t('surgery.latency')}</span>
            <span>{t('surgery.notMeasured')}</span>
          </p>
        ) : (
          <CostRow label={t('surgery.latency')} before={latency.p50Ms} after={estimate} show={ms => format.duration(ms)} about />
        )}
      </div>
      <p className={`small soft ${styles.note}`}>
        {latency === null ? t('surgery.latencyUnknown') : t('surgery.latencyEstimate', { engine: latency.engine })} {t('surgery.fileNote')}
      </p>
    </Panel>
  );
}

interface CostRowProps {
  readonly label: string;
  readonly before: number;
  readonly after: number;
  readonly show: (value: number) => string;
  /** Not counted, but estimated. */
  readonly about?: boolean;
}

function CostRow({ label, before, after, show, about = false }: CostRowProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const share = before === 0 ? 1 : after / before;
  return (
    <div>
      <div className={styles.costLine}>
        <span className={styles.costLabel}>{label}</span>
        <span className="soft">{show(before)}</span>
        <span className="soft" aria-hidden="true">
          →
        </span>
        <b title={about ? undefined : format.count(after)}>{about ? t('surgery.about', { value: show(after) }) : show(after)}</b>
        <span className={share < 1 ? 'better small' : 'faint small'}>
          {share < 1 ? `−${format.percent(1 - share, share < 0.01 ? 2 : 0)}` : t('common.none')}
        </span>
      </div>
      <div className={styles.bar} aria-hidden="true">
        <i style={{ width: `${100 * share}%` }} />
      </div>
    </div>
  );
}
