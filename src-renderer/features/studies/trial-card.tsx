import { CloseButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { stringify } from 'yaml';
import type { StudyTrialView, StudyView } from '../../../src-shared/contracts/studies.contract.ts';
import { XyDrawing } from '../../charts/xy-drawing.tsx';
import { Details, Panel } from '../../components/page.tsx';
import { useFormat } from '../../components/use-format.ts';
import { useMessage } from '../../components/use-message.ts';
import { useNames } from '../../components/use-names.ts';
import { writeFigure } from './study-figures.ts';
import { StructureDrawing } from './structure-drawing.tsx';
import { TrialActions } from './trial-actions.tsx';
import styles from './studies.module.css';

interface TrialCardProps {
  readonly study: StudyView;
  readonly trial: StudyTrialView;
  readonly onClose: () => void;
}

/** One trial: what it was, how it went, and a recipe that trains it by itself. */
export function TrialCard({ study, trial, onClose }: TrialCardProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const names = useNames();
  const message = useMessage();
  const metric = study.objectives[0]?.metric;
  const title = names.figure(metric?.replace('validation.', '') ?? '');
  const points = trial.curve.map((value, i) => ({ x: i + 1, y: value ?? NaN })).filter(({ y }) => Number.isFinite(y));
  const figures = study.objectives.map((objective, i) => {
    const write = (value: number): string => writeFigure(format, objective.metric, value);
    const error = i === 0 && trial.standardError !== null ? ` ± ${write(trial.standardError)}` : '';
    const figure = trial.values === null ? t('common.none') : write(trial.values[i] ?? NaN) + error;
    return [names.figure(objective.metric.replace('validation.', '')), figure] as const;
  });
  return (
    <Panel
      title={t('studies.trial', { number: trial.number })}
      aside={<CloseButton size="sm" aria-label={t('common.close')} onClick={onClose} />}
    >
      <div className={styles.two}>
        <div className={styles.stack}>
          <Details
            rows={[
              [t('studies.state'), t(`studies.states.${trial.state}`)],
              ...figures,
              [t('studies.epochs'), t('studies.epochsOf', { epochs: trial.epochs, until: study.epochsOfTrial })],
              [t('figures.trainingTime'), format.duration(trial.trainingMs)],
              ...(trial.energy === null
                ? []
                : [
                    [
                      t('figures.energy'),
                      `${format.energy(trial.energy.joules)} · ${t(`studies.energySources.${trial.energy.source}`)}`,
                    ] as const,
                  ]),
              ...(trial.costs === null ? [] : [[names.figure('parameters'), format.count(trial.costs.parameters)] as const]),
              ...(trial.parent === null ? [] : [[t('studies.parent'), String(trial.parent)] as const]),
              ...(trial.repeats === null ? [] : [[t('studies.repeats'), String(trial.repeats)] as const]),
              ...(trial.reason === null ? [] : [[t('studies.reason'), message(trial.reason)] as const]),
            ]}
          />
          <pre className={styles.fields} tabIndex={0}>
            {stringify(trial.fields, { lineWidth: 72 })}
          </pre>
          <TrialActions study={study} trial={trial} />
        </div>
        <div className={styles.stack}>
          <StructureDrawing studyId={study.id} trial={trial.number} />
          {points.length > 1 && (
            <XyDrawing
              title={t('studies.curve')}
              spoken={`${t('studies.curve')}: ${points.map(({ y }) => writeFigure(format, metric, y)).join(', ')}`}
              x={{ title: t('studies.epochs'), write: format.compact, whole: true }}
              y={{ title, write: value => writeFigure(format, metric, value) }}
              lines={[{ label: title, colour: 'var(--s1)', points }]}
              height={220}
            />
          )}
        </div>
      </div>
    </Panel>
  );
}
