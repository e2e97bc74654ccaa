import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { SlimmableReport } from '../../../src-shared/domain/slimmable.ts';
import { wizardPath } from '../../ipc/draft.ts';
import { Panel } from '../page.tsx';
import { useFormat } from '../use-format.ts';
import { FigureColumns } from './figure-columns.tsx';
import styles from './slimmable-result.module.css';

/** What one network is worth at each width it was trained at; `reference`: how a recipe names it. */
export function SlimmableResult({ report, reference }: { report: SlimmableReport; reference: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const rows = report.widths.map(({ share, ...figures }) => ({ key: String(share), title: `${format.number(share, 3)}×`, ...figures }));
  return (
    <Panel title={t('slimmable.title')} aside={<Link href={wizardPath('subnet', reference)}>{t('slimmable.search')}</Link>}>
      <div className={styles.result}>
        <FigureColumns label={t('slimmable.widths')} head={t('slimmable.width')} rows={rows} />
        <p className="soft small">{t('slimmable.note')}</p>
      </div>
    </Panel>
  );
}
