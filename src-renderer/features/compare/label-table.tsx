import { useTranslation } from 'react-i18next';
import type { LabelFigures } from '../../../src-shared/domain/report.ts';
import { Swatch } from '../../components/swatch.tsx';
import { useFormat } from '../../components/use-format.ts';
import type { Subject } from './subjects.ts';

const COLUMNS = ['precision', 'recall', 'f1', 'averagePrecision'] as const;

/** How well each label of an item is told, by the models of a pair. */
export function LabelTable({ subjects }: { subjects: readonly Subject[] }) {
  const { t } = useTranslation();
  const able = subjects.flatMap(subject => {
    const labels = subject.measured?.evaluation.labels;
    return labels === undefined ? [] : [{ subject, labels }];
  });
  const [first] = able;
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
              {able.map(({ subject }) => (
                <th key={subject.modelId} colSpan={COLUMNS.length + 1}>
                  <Swatch colour={subject.colour} />
                  {subject.label}
                </th>
              ))}
            </tr>
            <tr>
              {able.flatMap(({ subject }) =>
                (['threshold', ...COLUMNS] as const).map(name => <th key={`${subject.modelId} ${name}`}>{t(`compare.${name}`)}</th>),
              )}
            </tr>
          </thead>
          <tbody>
            {first.labels.map((label, i) => (
              <LabelRow key={label.name} label={label} figures={able.flatMap(({ labels }) => labels[i] ?? [])} />
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
