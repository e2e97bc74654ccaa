import { useTranslation } from 'react-i18next';
import type { ModelSummary, PruningControl } from '../../../src-shared/domain/step-output.ts';
import { useFormat } from '../use-format.ts';
import { useNames } from '../use-names.ts';

type Row = Pick<PruningControl, 'validation' | 'epochs'> & { readonly kind: PruningControl['kind'] | 'pruned' };

/** A pruned model beside the controls that were trained with it, figure by figure. */
export function ControlsTable({ summary, controls }: { summary: ModelSummary; controls: readonly PruningControl[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const names = useNames();
  const { validation, epochs } = summary;
  const figures = Object.keys(validation);
  const show = (name: string, value: number | undefined): string => {
    if (value === undefined) return t('common.none');
    return name === 'accuracy' ? format.percent(value) : format.number(value, 4);
  };
  const rows: readonly Row[] = [{ kind: 'pruned', validation, epochs: epochs.run }, ...controls];
  return (
    <table className="table" aria-label={t('card.controls')}>
      <thead>
        <tr>
          <th className="text">{t('card.control.model')}</th>
          {figures.map(name => (
            <th key={name}>{`${names.figure(name)}, ${t('splits.validation')}`}</th>
          ))}
          <th>{t('models.epochs')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(row => (
          <tr key={row.kind}>
            <th scope="row" className="text">
              {t(`card.control.${row.kind}`)}
            </th>
            {figures.map(name => (
              <td key={name}>{show(name, row.validation[name])}</td>
            ))}
            <td>{format.count(row.epochs)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
