import { useTranslation } from 'react-i18next';
import type { ModelSummary } from '../../../src-shared/domain/step-output.ts';
import { useFormat } from '../../components/use-format.ts';
import { useNames } from '../../components/use-names.ts';

/** What a pruning was trained beside, figure by figure; says so where nothing was. */
export function ControlsResult({ summary }: { summary: ModelSummary }) {
  const { t } = useTranslation();
  const format = useFormat();
  const names = useNames();
  const { controls = [], validation } = summary;
  if (controls.length === 0) return null;
  const figures = Object.keys(validation);
  const show = (name: string, value: number | undefined): string => {
    if (value === undefined) return t('common.none');
    return name === 'accuracy' ? format.percent(value) : format.number(value, 4);
  };
  const rows = [{ kind: 'pruned', validation, epochs: summary.epochs.run } as const, ...controls];
  return (
    <table className="table" aria-label={t('runs.controls')}>
      <thead>
        <tr>
          <th className="text">{t('runs.controls')}</th>
          {figures.map(name => (
            <th key={name}>{names.figure(name)}</th>
          ))}
          <th>{t('models.epochs')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(row => (
          <tr key={row.kind}>
            <th scope="row" className="text">
              {t(`runs.control.${row.kind}`)}
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
