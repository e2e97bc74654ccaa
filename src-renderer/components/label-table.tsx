import { useTranslation } from 'react-i18next';
import type { LabelFigures } from '../../src-shared/domain/report.ts';
import { Swatch } from './swatch.tsx';
import { useFormat } from './use-format.ts';

const COLUMNS = ['precision', 'recall', 'f1', 'averagePrecision'] as const;

/** Figures of one model. */
export interface LabelsOf {
  readonly modelId: string;
  /** Left out where it is the only one. */
  readonly head?: { readonly label: string; readonly colour: string };
  readonly labels: readonly LabelFigures[];
}

/** How well each label of an item is told, by one model or several side by side. */
export function LabelTable({ models }: { models: readonly LabelsOf[] }) {
  const { t } = useTranslation();
  const [first] = models;
  if (first === undefined) return <p className="soft">{t('compare.chooseTwo')}</p>;
  return (
    <>
      <p className="soft">{t('compare.byLabelHelp')}</p>
      <div className="scroll-x" tabIndex={0} role="group" aria-label={t('compare.byLabel')}>
        <table className="table">
          <thead>
            <tr>
              <th className="text" rowSpan={2}>
                {t('compare.label')}
              </th>
              <th rowSpan={2}>{t('compare.items')}</th>
              {models.map(({ modelId, head }) => (
                <th key={modelId} colSpan={COLUMNS.length + 1}>
                  {head !== undefined && (
                    <>
                      <Swatch colour={head.colour} />
                      {head.label}
                    </>
                  )}
                </th>
              ))}
            </tr>
            <tr>
              {models.flatMap(({ modelId }) =>
                (['threshold', ...COLUMNS] as const).map(name => <th key={`${modelId} ${name}`}>{t(`compare.${name}`)}</th>),
              )}
            </tr>
          </thead>
          <tbody>
            {first.labels.map((label, i) => (
              <LabelRow key={label.name} label={label} figures={models.flatMap(({ labels }) => labels[i] ?? [])} />
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

/** The best of each column stands out. */
function LabelRow({ label, figures }: { label: LabelFigures; figures: readonly LabelFigures[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const best = (name: (typeof COLUMNS)[number]): number => Math.max(...figures.map(own => own[name] ?? 0));
  return (
    <tr>
      <th scope="row" className="text">
        {label.name}
      </th>
      <td>{format.count(label.items)}</td>
      {figures.flatMap((own, i) => [
        <td key={`${i} threshold`} className="soft">
          {format.number(own.threshold, 3)}
        </td>,
        ...COLUMNS.map(name => (
          <td key={`${i} ${name}`} className={figures.length > 1 && own[name] === best(name) ? 'better' : ''}>
            {own[name] === undefined ? t('common.none') : format.percent(own[name], 1)}
          </td>
        )),
      ])}
    </tr>
  );
}
