import { useTranslation } from 'react-i18next';
import type { SubNetworkReport } from '../../../src-shared/domain/slimmable.ts';
import { Panel } from '../page.tsx';
import { useFormat } from '../use-format.ts';
import { FigureColumns, type FigureRow } from './figure-columns.tsx';
import styles from './slimmable-result.module.css';

/** Which sub-network was taken out, how wide it is where, and what the evenly narrow one was worth beside it. */
export function SubNetworkResult({ report }: { report: SubNetworkReport }) {
  const { t } = useTranslation();
  const { tried, chosen: place } = report;
  const [even, chosen] = [tried[0], tried[place]];
  if (even === undefined || chosen === undefined) return null;
  const rows: FigureRow[] = [{ key: 'chosen', title: t('slimmable.chosen'), ...chosen, validation: chosen.validation ?? {} }];
  if (place !== 0) rows.push({ key: 'even', title: t('slimmable.even'), ...even, validation: even.validation ?? {} });
  rows.push({ key: 'whole', title: t('slimmable.whole'), ...report.whole, validation: {} });
  return (
    <Panel title={t('slimmable.subNetwork')}>
      <div className={styles.result}>
        <p className="soft">
          {t('slimmable.found', { count: tried.length })} {place === 0 && t('slimmable.isEven')}
        </p>
        <FigureColumns label={t('slimmable.beside')} head={t('card.control.model')} rows={rows} />
        <WidthTable report={report} widths={chosen.widths} />
      </div>
    </Panel>
  );
}

function WidthTable({ report, widths }: { report: SubNetworkReport; widths: Readonly<Record<string, number>> }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <table className="table" aria-label={t('slimmable.width')}>
      <tbody>
        {report.groups.map(({ id, channels }) => {
          const kept = widths[id] ?? channels;
          return (
            <tr key={id}>
              <th scope="row" className="text">
                {id}
              </th>
              <td>
                <span className={styles.bar}>
                  <i style={{ width: `${(100 * kept) / channels}%` }} />
                </span>
              </td>
              <td>{t('slimmable.kept', { kept: format.count(kept), channels: format.count(channels) })}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
