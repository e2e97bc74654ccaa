import { useTranslation } from 'react-i18next';
import { useFormat } from '../use-format.ts';
import { useNames } from '../use-names.ts';

export interface FigureRow {
  readonly key: string;
  readonly title: string;
  readonly parameters: number;
  readonly multiplyAdds: number;
  readonly validation: Readonly<Record<string, number>>;
}

/** Networks side by side: what they cost, and their figures on the validation part. */
export function FigureColumns({ label, head, rows }: { label: string; head: string; rows: readonly FigureRow[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const names = useNames();
  const figures = [...new Set(rows.flatMap(({ validation }) => Object.keys(validation)))];
  const show = (name: string, value: number | undefined): string => {
    if (value === undefined) return t('common.none');
    return name === 'accuracy' ? format.percent(value) : format.number(value, 4);
  };
  return (
    <table className="table" aria-label={label}>
      <thead>
        <tr>
          <th className="text">{head}</th>
          <th>{t('figures.parameters')}</th>
          <th>{t('figures.multiplyAdds')}</th>
          {figures.map(name => (
            <th key={name}>{`${names.figure(name)}, ${t('splits.validation')}`}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, title, parameters, multiplyAdds, validation }) => (
          <tr key={key}>
            <th scope="row" className="text">
              {title}
            </th>
            <td>{format.count(parameters)}</td>
            <td>{format.count(multiplyAdds)}</td>
            {figures.map(name => (
              <td key={name}>{show(name, validation[name])}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
