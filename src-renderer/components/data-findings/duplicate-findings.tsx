import { useTranslation } from 'react-i18next';
import type { DuplicateReport, NearReport } from '../../../src-shared/domain/data-report.ts';
import { Banner } from '../page.tsx';
import { useFormat } from '../use-format.ts';
import styles from './data-findings.module.css';

/** How many items are equal to others, above all across splits. */
export function EqualItems({ report: { items, groups, duplicated, across, conflicting } }: { report: DuplicateReport }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (groups === 0) return <p>{t('data.noDuplicates', { items: format.count(items) })}</p>;
  return (
    <>
      <Across across={across} title={t('data.leak')} line="data.leakFrom" />
      <p>
        {t('data.duplicateCount', { duplicated: format.count(duplicated), groups: format.count(groups), items: format.count(items) })}
        {conflicting > 0 && ` ${t('data.conflicting', { count: conflicting, groups: format.count(conflicting) })}`}
      </p>
    </>
  );
}

/** How many items are nearly one of an earlier part. */
export function NearlyEqualItems({ report: { compared, whole, across } }: { report: NearReport }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <>
      {across.length === 0 && <p>{t('data.noNear', { items: format.count(compared) })}</p>}
      <Across across={across} title={t('data.nearLeak')} line="data.nearFrom" />
      {!whole && <p className="soft">{t('data.nearPart', { items: format.count(compared) })}</p>}
    </>
  );
}

interface AcrossProps extends Pick<DuplicateReport, 'across'> {
  readonly title: string;
  readonly line: 'data.leakFrom' | 'data.nearFrom';
}

function Across({ across, title, line }: AcrossProps) {
  const { t } = useTranslation();
  const format = useFormat();
  if (across.length === 0) return null;
  return (
    <Banner tone="warn" title={title}>
      <ul className={styles.plain}>
        {across.map(({ from, to, items }) => (
          <li key={`${from} ${to}`}>{t(line, { items: format.count(items), to: t(`splits.${to}`), from: t(`splits.${from}`) })}</li>
        ))}
      </ul>
    </Banner>
  );
}
