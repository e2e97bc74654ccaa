import { Switch } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { StudyTrialView, StudyView } from '../../../src-shared/contracts/studies.contract.ts';
import { ScatterChart, type ScatterAxis } from '../../charts/scatter-chart.tsx';
import { Panel } from '../../components/page.tsx';
import { useFormat } from '../../components/use-format.ts';
import { useNames } from '../../components/use-names.ts';
import { writeFigure } from './study-figures.ts';
import type { StudySide } from './study-side.ts';
import styles from './studies.module.css';

/** Quality against the second objective, or the parameters where there is only one; the front joined, the knee named. */
export function FrontPanel({ study, chosen, onChoose }: StudySide) {
  const { t } = useTranslation();
  const format = useFormat();
  const names = useNames();
  const [isLog, setLog] = useState(true);
  const [first, second] = drawnObjectives(study);
  const costMetric = second?.metric ?? 'parameters';
  const figure = (metric: string | undefined): string => names.figure(metric?.replace('validation.', '') ?? '');
  const drawn = study.all.filter(trial => trial.role !== 'confirm' && valueOf(trial, study, 0) !== null && costIn(trial, study) !== null);
  const axis = (metric: string | undefined, more: Partial<ScatterAxis>): ScatterAxis => ({
    title: figure(metric),
    isLog: false,
    isReversed: false,
    write: value => writeFigure(format, metric, value),
    ...more,
  });
  const points = drawn.map(trial => pointOf(trial));
  const front = study.front.flatMap(number => drawn.findIndex(trial => trial.number === number)).filter(place => place >= 0);
  const joined = [...front].sort((a, b) => points[a]!.x - points[b]!.x);
  return (
    <Panel>
      <div className={styles.front}>
        <ScatterChart
          title={t('studies.frontTitle', { quality: figure(first?.metric), cost: figure(costMetric) })}
          spoken={t('studies.frontSpoken', { count: front.length })}
          x={axis(costMetric, { isLog })}
          y={axis(first?.metric, { isReversed: first?.direction === -1 })}
          points={points}
          front={joined}
          controls={
            <Switch size="xs" label={t('common.logScale')} checked={isLog} onChange={event => setLog(event.currentTarget.checked)} />
          }
          onChoose={place => onChoose(drawn[place]?.number ?? null)}
        />
      </div>
      <p className="faint small">
        {t('studies.frontHelp')} {study.knee !== null && t('studies.knee', { number: study.knee })}
      </p>
    </Panel>
  );

  function pointOf(trial: StudyTrialView) {
    const [x, y] = [costIn(trial, study) ?? 0, valueOf(trial, study, 0) ?? 0];
    const isFront = study.front.includes(trial.number);
    return {
      ...{ x, y, xInterval: null, yInterval: null },
      label: trial.number === study.knee ? t('studies.kneeLabel', { number: trial.number }) : isFront ? String(trial.number) : '',
      colour: trial.role === 'control' ? 'var(--s2)' : isFront ? 'var(--s1)' : 'var(--faint)',
      strong: trial.number === chosen,
      hollow: trial.role === 'control',
      card: () => [
        t('studies.trial', { number: trial.number }),
        `${figure(first?.metric)} ${writeFigure(format, first?.metric, y)}`,
        `${figure(costMetric)} ${writeFigure(format, costMetric, x)}`,
      ],
    };
  }
}

/** A score of quality and cost in one says nothing beside them. */
function drawnObjectives({ objectives }: StudyView): StudyView['objectives'] {
  return objectives.filter(({ metric }) => metric !== 'fitScore');
}

function valueOf({ values }: StudyTrialView, study: StudyView, place: number): number | null {
  const objective = drawnObjectives(study)[place];
  return objective === undefined ? null : (values?.[study.objectives.indexOf(objective)] ?? null);
}

function costIn(trial: StudyTrialView, study: StudyView): number | null {
  return study.objectives.length > 1 ? valueOf(trial, study, 1) : (trial.costs?.parameters ?? null);
}
