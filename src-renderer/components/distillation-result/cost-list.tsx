import { Fragment, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { DistillationReport } from '../../../src-shared/domain/distillation.ts';
import { Details } from '../page.tsx';
import { useFormat } from '../use-format.ts';
import { useModels } from '../../ipc/queries.ts';

const LABELS = { parameters: 'figures.parameters', multiplyAdds: 'figures.multiplyAdds', bytes: 'figures.file' } as const;

/** Who taught, how, at which cost, and how large the student is beside its teacher. */
export function CostList({ report }: { report: DistillationReport }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { settings, sweep, sizeRatio, chain } = report;
  const choice = sweep === undefined ? t('teaching.byHand') : t('teaching.bySweep', { count: sweep.cells.length });
  const taught = [
    ...(settings.temperature === null ? [] : [t('teaching.temperature', { value: format.number(settings.temperature) })]),
    t('teaching.alpha', { value: format.number(settings.alpha) }),
    choice,
  ];
  const sizes = ['parameters', 'multiplyAdds', 'bytes'] as const;
  const size = sizeRatio === null ? [] : sizes.map(name => `${t(LABELS[name])} ${format.percent(sizeRatio[name], 1)}`);
  return (
    <Details
      rows={[
        [t('teaching.taughtBy'), <Teachers key="teachers" report={report} />],
        [t('teaching.settings'), taught.join(' · ')],
        ...(size.length === 0 ? [] : [[t('teaching.size'), size.join(' · ')] as const]),
        [t('teaching.cost'), <Cost key="cost" report={report} />],
        ...(chain === undefined
          ? []
          : [
              [
                t('teaching.chain'),
                chain.map(one => t('teaching.chainStep', { parameters: format.count(one.parameters) })).join(' → '),
              ] as const,
            ]),
      ]}
    />
  );
}

function Teachers({ report: { teachers } }: { report: DistillationReport }) {
  const { t } = useTranslation();
  const format = useFormat();
  const models = useModels();
  const nameOf = (name: string, modelId: string | null): ReactNode =>
    models.data?.some(({ id }) => id === modelId) === true ? <Link href={`/models/${modelId}`}>{name}</Link> : name;
  return teachers.map(({ name, modelId, weight, file }, i) => (
    <Fragment key={`${i} ${name}`}>
      {i > 0 && ', '}
      {nameOf(name, modelId)}
      {file !== undefined && (
        <span className="faint small" title={file.sha256}>
          {' '}
          {t('teaching.softLabelFile', { count: file.rows, rows: format.count(file.rows) })}
        </span>
      )}
      {teachers.length > 1 && <span className="faint small"> {t('teaching.weight', { share: format.percent(weight, 0) })}</span>}
    </Fragment>
  ));
}

function Cost({ report: { cost, alone, sweep } }: { report: DistillationReport }) {
  const { t } = useTranslation();
  const format = useFormat();
  const parts = [
    ['teacher', cost.teacherMs, true],
    ['sweep', cost.sweepMs, sweep !== undefined],
    ['training', cost.trainingMs, true],
    ['alone', cost.aloneMs, alone !== undefined],
  ] as const;
  const ratio = cost.trainingMs > 0 ? format.number(cost.sweepMs / cost.trainingMs, 2) : null;
  return parts
    .filter(([, , isThere]) => isThere)
    .map(([name, ms], i) => (
      <Fragment key={name}>
        {i > 0 && ' · '}
        <span className="nowrap">
          {t(`teaching.costs.${name}`)} {format.duration(ms)}
          {name === 'sweep' && ratio !== null && <span className="faint small"> {t('teaching.sweepRatio', { ratio })}</span>}
        </span>
      </Fragment>
    ));
}
