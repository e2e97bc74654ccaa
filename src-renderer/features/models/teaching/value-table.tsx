import { useTranslation } from 'react-i18next';
import type { TaughtItemPage, TeachingView } from '../../../../src-shared/contracts/distillation.contract.ts';
import { PixelImage } from '../../../components/pixel-image.tsx';
import { useFormat } from '../../../components/use-format.ts';
import { SAYERS } from './use-sayers.ts';

/** Items whose answers are values: the label, and what each of the three says. */
export function ValueTable({ page, view }: { page: TaughtItemPage; view: TeachingView }) {
  const { t } = useTranslation();
  const format = useFormat();
  const values = (numbers: readonly number[] | null): string =>
    numbers === null ? t('common.none') : numbers.map(number => format.number(number, 5)).join(' · ');
  const sayers = SAYERS.filter(who => page.items.some(item => item[who] !== null));
  if (page.items.length === 0) return <p className="soft">{t('teaching.noItems')}</p>;
  return (
    <div className="scroll-x" tabIndex={0} role="group" aria-label={t('teaching.soft')}>
      <table className="table">
        <thead>
          <tr>
            <th className="text">{t('teaching.inputs')}</th>
            <th>{t('teaching.ofClass')}</th>
            {sayers.map(who => (
              <th key={who}>{t(`teaching.${who}Says`)}</th>
            ))}
            {view.columns.map(column => (
              <th key={column}>{column}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {page.items.map(item => (
            <tr key={item.item}>
              <th scope="row" className="text">
                {item.pixels !== null && view.shape !== null ? (
                  <PixelImage pixels={item.pixels} shape={view.shape} label={t('teaching.item', { number: item.item })} />
                ) : (
                  format.count(item.item)
                )}
              </th>
              <td>{values(item.label)}</td>
              {sayers.map(who => (
                <td key={who}>{values(item[who])}</td>
              ))}
              {item.cells.map((cell, i) => (
                <td key={i}>{typeof cell === 'number' ? format.number(cell, 6) : cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
