import { useTranslation } from 'react-i18next';
import type { Course } from '../../../src-shared/contracts/studies.contract.ts';
import type { DrawnLine, DrawnMark } from '../../charts/xy-drawing.tsx';
import { XyDrawing } from '../../charts/xy-drawing.tsx';
import type { Point } from '../../charts/lines.ts';
import { Panel } from '../../components/page.tsx';
import { useFormat } from '../../components/use-format.ts';
import { useNames } from '../../components/use-names.ts';
import { writeFigure } from './study-figures.ts';
import type { StudySide } from './study-side.ts';

/** The best figure so far against the epochs spent, beside random search; the hypervolume where there are several objectives. */
export function HistoryPanel({ study }: StudySide) {
  const { t } = useTranslation();
  const format = useFormat();
  const names = useNames();
  const [first] = study.objectives;
  const write = (value: number): string => writeFigure(format, first?.metric, value);
  const metric = names.figure(first?.metric.replace('validation.', '') ?? '');
  const lines: DrawnLine[] = [
    { label: t('studies.search'), colour: 'var(--s1)', points: stairs(study.course, study.epochs) },
    ...(study.control === null
      ? []
      : [{ label: t('studies.control'), colour: 'var(--s2)', points: stairs(study.control, study.epochs), dashed: true }]),
  ].filter(({ points }) => points.length > 0);
  const [confirmed] = study.confirmed;
  const marks: DrawnMark[] =
    confirmed === undefined
      ? []
      : [{ x: study.epochs, y: confirmed.mean, label: t('studies.freshSeeds'), colour: 'var(--s3)', shape: 'diamond' }];
  if (lines.length === 0) return <Panel>{t('studies.nothingYet')}</Panel>;
  return (
    <>
      <Panel>
        <XyDrawing
          title={t('studies.bestOverEpochs', { metric })}
          spoken={t('studies.bestOverEpochsSpoken', {
            metric,
            value: write(study.course.at(-1)?.value ?? NaN),
            epochs: format.count(study.epochs),
          })}
          x={{ title: t('studies.epochsSpent'), write: format.compact, whole: true }}
          y={{ title: metric, write }}
          lines={lines}
          marks={marks}
        />
      </Panel>
      {study.hypervolume !== null && (
        <Panel>
          <XyDrawing
            title={t('studies.hypervolume')}
            spoken={t('studies.hypervolumeHelp')}
            x={{ title: t('studies.trialNumber'), write: format.compact, whole: true }}
            y={{ title: t('studies.hypervolume'), write: value => format.number(value, 3) }}
            lines={[{ label: t('studies.hypervolume'), colour: 'var(--s1)', points: study.hypervolume.map((y, i) => ({ x: i + 1, y })) }]}
          />
          <p className="faint small">{t('studies.hypervolumeHelp')}</p>
        </Panel>
      )}
    </>
  );
}

/** A figure holds until there is a better one. */
function stairs(course: Course, last: number): readonly Point[] {
  const points = course.flatMap(({ epochs, value }, i) => {
    const before = course[i - 1];
    return before === undefined
      ? [{ x: epochs, y: value }]
      : [
          { x: epochs, y: before.value },
          { x: epochs, y: value },
        ];
  });
  const end = course.at(-1);
  return end === undefined || end.epochs >= last ? points : [...points, { x: last, y: end.value }];
}
