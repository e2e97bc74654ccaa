import { useTranslation } from 'react-i18next';
import type { NearReport } from '../../../src-shared/domain/data-report.ts';
import { NearlyEqualItems } from '../../components/data-findings/duplicate-findings.tsx';
import { useFormat } from '../../components/use-format.ts';
import { useItemsAt } from '../../ipc/data-queries.ts';
import { Glimpse } from './glimpse.tsx';
import { Twins } from './twins.tsx';

const SHOWN = 10;

/** Items that are nearly one of an earlier part: other sizes of a picture, the same mail with another name. */
export function NearDuplicates({ dataId, report }: { dataId: string; report: NearReport }) {
  const { t } = useTranslation();
  const format = useFormat();
  const shown = report.examples.slice(0, SHOWN);
  const page = useItemsAt(
    dataId,
    shown.flatMap(({ twins }) => twins.map(({ item }) => item)),
  );
  return (
    <>
      <NearlyEqualItems report={report} />
      {shown.length > 0 && (
        <table className="table">
          <thead>
            <tr>
              <th className="text">{t('data.nearItems')}</th>
              <th className="text">{t('data.samples')}</th>
              <th>{t('data.likeness')}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map(({ twins, likeness }) => (
              <tr key={twins.map(({ item }) => item).join(' ')}>
                <td className="text wrap">
                  <Twins twins={twins} />
                </td>
                <td className="text">
                  <span className="row">
                    {twins.map(({ item }) => (
                      <Glimpse key={item} page={page.data} item={item} />
                    ))}
                  </span>
                </td>
                <td>{format.number(likeness, 4)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}
