import { useTranslation } from 'react-i18next';
import type { ColumnInfo } from '../../../src-shared/domain/dataset.ts';
import { Panel } from '../../components/page.tsx';
import { Term } from '../../components/term.tsx';
import { useFormat } from '../../components/use-format.ts';

/** The columns of the source: what each was taken for, and what is missing in it. */
export function ColumnTable({ columns, items }: { columns: readonly ColumnInfo[]; items: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Panel title={t('data.columns')} flush>
      <div className="scroll-x" tabIndex={0} role="group" aria-label={t('data.columns')}>
        <table className="table">
          <thead>
            <tr>
              <th className="text">{t('data.column')}</th>
              <th className="text">{t('data.type')}</th>
              <th>
                <Term text={t('data.missing')} help={t('data.missingHelp')} />
              </th>
              <th>{t('data.distinct')}</th>
            </tr>
          </thead>
          <tbody>
            {columns.map(({ name, type, missing, distinct }) => (
              <tr key={name}>
                <th scope="row" className="text">
                  {name}
                </th>
                <td className="text soft">{t(`data.types.${type}`)}</td>
                <td>
                  {missing === 0 ? (
                    <span className="faint">0</span>
                  ) : (
                    <>
                      {format.count(missing)} <span className="faint small">{format.percent(missing / items, 1)}</span>
                    </>
                  )}
                </td>
                <td>{format.count(distinct)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
