import { Button, RangeSlider } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Split } from '../../../src-shared/domain/dataset.ts';
import { FailureNote } from '../../components/error-note.tsx';
import { Loading } from '../../components/loading.tsx';
import { useFormat } from '../../components/use-format.ts';
import { useModelSettings } from '../../ipc/compare-queries.ts';
import styles from './compare.module.css';
import { figureOf, figuresOf, type Figure } from './figures.ts';
import { ParallelDrawing } from './parallel-drawing.tsx';
import { parallelOf, passes, valueAt, type ParallelAxis } from './parallel.ts';
import type { Subject } from './subjects.ts';
import { useFigureText } from './use-figure-text.ts';

interface ParallelPanelProps {
  readonly subjects: readonly Subject[];
  readonly split: Split | null;
  /** Model id. */
  readonly chosen: string | null;
  readonly onChoose: (modelId: string) => void;
}

type Limits = Readonly<Record<string, readonly [number, number]>>;

/** A line a model through what it was made with and what came of it; sliders under the axes leave only some of them. */
export function ParallelPanel({ subjects, split, chosen, onChoose }: ParallelPanelProps) {
  const { t } = useTranslation();
  const query = useModelSettings(useMemo(() => subjects.map(subject => subject.modelId), [subjects]));
  const figures = useMemo(() => resultsOf(subjects), [subjects]);
  const writer = useAxisWriter(figures, split);
  const [limits, setLimits] = useState<Limits>({});
  const parallel = useMemo(
    () =>
      parallelOf({
        modelIds: subjects.map(subject => subject.modelId),
        settings: new Map((query.data ?? []).map(({ modelId, settings }) => [modelId, settings])),
        results: figures.map(figure => ({ id: figure.id, values: subjects.map(subject => figure.of(subject)) })),
      }),
    [subjects, query.data, figures],
  );
  if (query.isError) return <FailureNote failure={query.error} />;
  if (query.isPending) return <Loading heights={[280]} />;
  if (parallel.axes.length < 2) return <p className="soft">{t('compare.sameSettings')}</p>;
  const inForce = parallel.axes.map(axis => limits[axis.id] ?? null);
  const passing = new Set(parallel.lines.filter(line => passes(line, inForce)).map(line => line.modelId));
  return (
    <div className="scroll-x" tabIndex={0} role="group" aria-label={t('compare.settings')}>
      <div style={{ minWidth: parallel.axes.length * 118 }}>
        <ParallelDrawing
          parallel={parallel}
          subjects={subjects}
          passing={passing}
          limits={inForce}
          chosen={chosen}
          onChoose={onChoose}
          title={writer.title}
          write={writer.write}
        />
        <div className={styles.limits}>
          {parallel.axes.map(axis => (
            <RangeSlider
              key={axis.id}
              size="xs"
              min={0}
              max={1}
              minRange={0}
              step={axis.kind === 'texts' ? 1 / (axis.texts.length - 1) : 0.02}
              value={[...(limits[axis.id] ?? [0, 1])]}
              onChange={value => setLimits({ ...limits, [axis.id]: value })}
              label={place => writer.write(axis, valueAt(axis, place))}
              thumbFromLabel={t('compare.least', { name: writer.title(axis) })}
              thumbToLabel={t('compare.most', { name: writer.title(axis) })}
            />
          ))}
        </div>
      </div>
      <p className="soft small" aria-live="polite">
        {t('compare.passing', { count: passing.size, total: subjects.length })}
        {Object.keys(limits).length > 0 && (
          <Button variant="default" size="compact-xs" ml={8} onClick={() => setLimits({})}>
            {t('compare.clearLimits')}
          </Button>
        )}
      </p>
    </div>
  );
}

/** Quality to read by, sizes and speed: what the settings are judged by. */
function resultsOf(subjects: readonly Subject[]): readonly Figure[] {
  const figures = figuresOf(subjects);
  const qualities = figures.filter(figure => figure.source !== 'cost' && figure.name !== 'accuracy').slice(0, 2);
  const costs = ['cost.multiplyAdds', 'cost.latency', 'cost.trainingTime', 'cost.compressed'].flatMap(id => figureOf(figures, id) ?? []);
  return [...costs, ...qualities.reverse()];
}

function useAxisWriter(figures: readonly Figure[], split: Split | null) {
  const format = useFormat();
  const text = useFigureText(split);
  const figureFor = (axis: ParallelAxis): Figure | null => figureOf(figures, axis.id);
  return {
    title: (axis: ParallelAxis): string => {
      const figure = figureFor(axis);
      return figure === null ? settingName(axis.id) : text.title(figure);
    },
    write: (axis: ParallelAxis, value: number | string): string => {
      const figure = figureFor(axis);
      if (typeof value === 'string') return value;
      return figure === null ? format.number(value) : text.value(figure, value);
    },
  };
}

/** `optimizer.learningRate` is known as `learningRate`, but `optimizer.kind` as `optimizer`. */
function settingName(path: string): string {
  const parts = path.split('.');
  const last = parts.at(-1) ?? path;
  return last === 'kind' || last === 'preset' ? (parts.at(-2) ?? last) : last;
}
