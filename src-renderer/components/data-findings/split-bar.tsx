import { useTranslation } from 'react-i18next';
import { SPLITS, type DataSummary } from '../../../src-shared/domain/dataset.ts';
import { useFormat } from '../use-format.ts';
import styles from './data-findings.module.css';

/** How the items are divided, to scale. */
export function SplitBar({ summary: { splits, items } }: { summary: Pick<DataSummary, 'splits' | 'items'> }) {
  const { t } = useTranslation();
  const format = useFormat();
  const parts = SPLITS.flatMap(split => (splits[split] === undefined ? [] : [{ split, count: splits[split] }]));
  return (
    <div>
      <div className={styles.bar} aria-hidden="true">
        {parts.map(({ split, count }) => (
          <i key={split} data-split={split} style={{ flexGrow: count }} />
        ))}
      </div>
      <ul className={styles.legend}>
        {parts.map(({ split, count }) => (
          <li key={split} data-split={split}>
            <i aria-hidden="true" /> {t(`splitsTitle.${split}`)} <b>{format.count(count)}</b>{' '}
            <span className="faint">{format.percent(count / items, 1)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
