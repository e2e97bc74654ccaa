import { useTranslation } from 'react-i18next';
import type { ImportItem, ImportReport } from '../../../src-shared/domain/import-report.ts';
import { Details, Panel } from '../page.tsx';
import { useFormat } from '../use-format.ts';
import { useMessage } from '../use-message.ts';
import styles from './import-result.module.css';

/** How a network from another program was read: what each part became, and how well its answers agree. */
export function ImportResult({ report }: { report: ImportReport | undefined }) {
  const { t } = useTranslation();
  const inWords = useMessage();
  if (report === undefined) return null;
  const { items, notes } = report;
  return (
    <Panel title={t('imports.title')}>
      <Summary report={report} />
      {notes.length > 0 && (
        <ul className={styles.notes}>
          {notes.map(note => (
            <li key={note}>{inWords(note)}</li>
          ))}
        </ul>
      )}
      <details className={styles.items}>
        <summary>{t('imports.parts', { count: items.length })}</summary>
        <div className={styles.scroll} tabIndex={0} role="region" aria-label={t('imports.partsOf', { file: report.file })}>
          <table className={styles.table}>
            <thead>
              <tr>
                <th scope="col">{t('imports.part')}</th>
                <th scope="col">{t('imports.operator')}</th>
                <th scope="col">{t('imports.became')}</th>
              </tr>
            </thead>
            <tbody>
              {items.map((item, i) => (
                <Item key={`${item.name}-${i}`} item={item} />
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </Panel>
  );
}

function Summary({ report: { reader, file, sha256, items, head, verification } }: { report: ImportReport }) {
  const { t } = useTranslation();
  const format = useFormat();
  const count = (outcome: ImportItem['outcome']): number => items.filter(item => item.outcome === outcome).length;
  const counts = (['mapped', 'folded', 'opaque', 'unmatched'] as const).filter(outcome => count(outcome) > 0);
  const compared =
    verification === null
      ? t('imports.notCompared')
      : t('imports.compared', {
          difference: format.number(verification.maxDifference, 2),
          random: format.count(verification.randomItems),
          real: format.count(verification.realItems),
          runtime: verification.runtime,
        });
  return (
    <Details
      rows={[
        [t('imports.file'), `${file} · ${reader}`],
        [t('imports.hash'), <code key="hash">{sha256.slice(0, 16)}</code>],
        [t('imports.read'), counts.map(outcome => t(`imports.${outcome}`, { count: count(outcome) })).join(' · ')],
        [t('imports.head'), t(`imports.heads.${head}`)],
        [t('imports.difference'), compared],
      ]}
    />
  );
}

function Item({ item: { name, op, outcome, as } }: { item: ImportItem }) {
  const { t } = useTranslation();
  return (
    <tr>
      <td>{name}</td>
      <td>{op}</td>
      <td>{as.length > 0 ? as.join(', ') : t(`imports.outcomes.${outcome}`)}</td>
    </tr>
  );
}
