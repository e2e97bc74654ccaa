import { Select, Switch } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Split } from '../../../src-shared/domain/dataset.ts';
import { ScatterChart, type ScatterAxis } from '../../charts/scatter-chart.tsx';
import type { ScatterPoint } from '../../charts/scatter-parts.ts';
import { figureOf, figuresOf, primaryFigure, type Figure } from './figures.ts';
import { frontOf } from './front.ts';
import { controlsOf, type Subject } from './subjects.ts';
import { useFigureText, type FigureText } from './use-figure-text.ts';

interface CostScatterProps {
  readonly subjects: readonly Subject[];
  readonly split: Split | null;
  /** Model ids. */
  readonly chosen: string | null;
  readonly onChoose: (modelId: string) => void;
}

/** Any two figures against each other; the best trade-offs joined. */
export function CostScatter({ subjects, split, chosen, onChoose }: CostScatterProps) {
  const { t } = useTranslation();
  const text = useFigureText(split);
  const figures = useMemo(() => figuresOf(subjects), [subjects]);
  const [wanted, setWanted] = useState({ x: 'cost.compressed', y: '' });
  const [isLog, setIsLog] = useState({ x: true, y: false });
  const x = figureOf(figures, wanted.x) ?? figures.at(-1);
  const y = figureOf(figures, wanted.y) ?? primaryFigure(figures) ?? figures.find(figure => figure !== x);
  const placed = useMemo(() => (x === undefined || y === undefined ? [] : placedSubjects(subjects, x, y)), [subjects, x, y]);
  if (x === undefined || y === undefined) return <p className="soft">{t('compare.noFigures')}</p>;
  const points = placed.map(each => pointOf(each, { figures, text, x, y, chosen, control: kind => t(`compare.controls.${kind}`) }));
  const options = figures.map(figure => ({ value: figure.id, label: text.title(figure) }));
  const front = frontOf(placed, x, y).filter(i => placed[i]?.control === null);
  return (
    <ScatterChart
      title={t('compare.tradeOff')}
      spoken={t('compare.scatter', { y: text.title(y), x: text.title(x) })}
      x={axisOf(x, text, { isLog: isLog.x, side: 'x' })}
      y={axisOf(y, text, { isLog: isLog.y, side: 'y' })}
      points={points}
      front={front}
      onChoose={i => onChoose(placed[i]?.subject.modelId ?? '')}
      controls={
        <>
          {(['y', 'x'] as const).map(side => (
            <AxisChoice
              key={side}
              side={side}
              label={t(side === 'x' ? 'compare.axisX' : 'compare.axisY')}
              logLabel={t(side === 'x' ? 'compare.logX' : 'compare.logY')}
              options={options}
              value={(side === 'x' ? x : y).id}
              isLog={isLog[side]}
              onChange={id => setWanted({ ...wanted, [side]: id })}
              onLog={log => setIsLog({ ...isLog, [side]: log })}
            />
          ))}
        </>
      }
    />
  );
}

interface AxisChoiceProps {
  readonly side: 'x' | 'y';
  readonly label: string;
  readonly logLabel: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly value: string;
  readonly isLog: boolean;
  readonly onChange: (id: string) => void;
  readonly onLog: (isLog: boolean) => void;
}

function AxisChoice({ side, label, logLabel, options, value, isLog, onChange, onLog }: AxisChoiceProps) {
  const { t } = useTranslation();
  return (
    <>
      <Select
        leftSection={<i className="faint">{side}</i>}
        leftSectionWidth={22}
        aria-label={label}
        w={190}
        value={value}
        onChange={id => onChange(id ?? value)}
        data={[...options]}
      />
      <Switch
        size="xs"
        label={t('common.logScale')}
        aria-label={logLabel}
        checked={isLog}
        onChange={event => onLog(event.currentTarget.checked)}
      />
    </>
  );
}

interface Placed {
  readonly subject: Subject;
  /** Null for the model itself. */
  readonly control: 'random' | 'scratch' | null;
  readonly x: number;
  readonly y: number;
}

/** Models, and the controls that were trained beside them: those have validation figures, at the cost of their model. */
function placedSubjects(subjects: readonly Subject[], x: Figure, y: Figure): readonly Placed[] {
  const models = subjects.flatMap((subject): Placed[] => {
    const [left, up] = [x.of(subject), y.of(subject)];
    return left === null || up === null ? [] : [{ subject, control: null, x: left.value, y: up.value }];
  });
  const canShow = (figure: Figure): boolean =>
    figure.source === 'validation' || (figure.source === 'cost' && figure.id !== 'cost.trainingTime');
  if (!canShow(x) || !canShow(y)) return models;
  const controls = controlsOf(subjects).flatMap(({ subject, control }): Placed[] => {
    if (subject.row === null || control.kind === 'dense') return [];
    const output = { ...subject.row.output, summary: { ...subject.row.output.summary, validation: control.validation } };
    const standIn = { ...subject, row: { ...subject.row, output } };
    const [left, up] = [x.of(standIn), y.of(standIn)];
    return left === null || up === null ? [] : [{ subject: standIn, control: control.kind, x: left.value, y: up.value }];
  });
  return [...models, ...controls];
}

interface Look {
  readonly figures: readonly Figure[];
  readonly text: FigureText;
  readonly x: Figure;
  readonly y: Figure;
  readonly chosen: string | null;
  readonly control: (kind: 'random' | 'scratch') => string;
}

const ON_CARD: ReadonlySet<string> = new Set(['cost.compressed', 'cost.nonZeros', 'cost.multiplyAdds', 'cost.latency']);

/** The two of the axes, then what it costs. */
function cardFigures({ figures, x, y }: Look): readonly Figure[] {
  return [y, x, ...figures.filter(figure => ON_CARD.has(figure.id) && figure !== x && figure !== y)];
}

function pointOf({ subject, control, x, y }: Placed, look: Look): ScatterPoint {
  const { text, chosen } = look;
  return {
    ...{ x, y },
    xInterval: look.x.of(subject)?.interval ?? null,
    yInterval: look.y.of(subject)?.interval ?? null,
    label: control === null ? subject.label : `${subject.label} · ${look.control(control)}`,
    colour: subject.colour,
    strong: control === null && subject.modelId === chosen,
    hollow: control !== null,
    card: () =>
      cardFigures(look).flatMap(figure => {
        const value = figure.of(subject);
        return value === null ? [] : [`${text.title(figure)}: ${text.whole(figure, value)}`];
      }),
  };
}

function axisOf(figure: Figure, text: FigureText, { isLog, side }: { readonly isLog: boolean; readonly side: 'x' | 'y' }): ScatterAxis {
  const isLess = figure.better === 'less';
  return {
    title: text.axis(figure, side === 'x' ? '←' : '↑'),
    isLog,
    isReversed: side === 'x' ? !isLess : isLess,
    write: value => text.value(figure, value),
  };
}
