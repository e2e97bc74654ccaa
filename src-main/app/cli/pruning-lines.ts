import type { SpeedVerdict } from '../../../src-shared/domain/speed.ts';
import type { ModelSummary, PruningControl } from '../../../src-shared/domain/step-output.ts';
import { formatNumber, formatPercent } from '../../../src-shared/lib/units.ts';
import { tableLines } from './output.ts';

const CONTROLS: Readonly<Record<PruningControl['kind'], string>> = {
  random: 'random choice at the same budget',
  scratch: 'the pruned shape from scratch',
  dense: 'the unpruned model, trained on',
};

/** A pruned model beside its controls, and the speed it was asked for; nothing for other models. */
export function pruningLines({ controls, speed, validation, epochs }: ModelSummary): readonly string[] {
  if (controls === undefined) return [];
  const verdict = speed === undefined ? [] : [speedLine(speed)];
  if (controls.length === 0) return [...verdict, '! No control was trained beside it'];
  const figures = Object.keys(validation);
  const row = (title: string, values: Readonly<Record<string, number>>, run: number): string[] => [
    title,
    ...figures.map(name => figureText(name, values[name])),
    String(run),
  ];
  const rows = controls.map(control => row(CONTROLS[control.kind], control.validation, control.epochs));
  return [...verdict, ...tableLines(['validation', ...figures, 'epochs'], [row('this model', validation, epochs.run), ...rows])];
}

function speedLine({ asked, isReached, ratio, ms, wholeMs }: SpeedVerdict): string {
  const share = (value: number): string => formatPercent(value, 'en', 1);
  const bound = asked.name === 'latency' ? share(asked.bound) : `${formatNumber(asked.bound, 'en')} ms`;
  const measured = `${formatNumber(wholeMs, 'en')} to ${formatNumber(ms, 'en')} ms for one item, ${share(ratio.median)} (${share(ratio.low)} to ${share(ratio.high)})`;
  return `${isReached ? 'Within' : '! Not within'} the time that was asked for, ${bound}: ${measured}`;
}

function figureText(name: string, value: number | undefined): string {
  if (value === undefined) return '';
  return name === 'accuracy' ? formatPercent(value, 'en') : formatNumber(value, 'en', 4);
}
