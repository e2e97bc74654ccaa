import type { PredictionsOutput } from '../../../src-shared/domain/step-output.ts';
import { formatCount, formatNumber, formatPercent } from '../../../src-shared/lib/units.ts';
import { tableLines } from './output.ts';

const SHOWN = 20;

/** How many items were answered, the first of them, and where all of them are. */
export function predictionLines({ items, unreadable, examples, file, label }: PredictionsOutput): readonly string[] {
  const bad = unreadable === 0 ? '' : `, ${formatCount(unreadable, 'en')} could not be read`;
  const rows = examples.slice(0, SHOWN).map(({ name, answer, probability, problem }) => {
    const said = typeof answer === 'number' ? formatNumber(answer, 'en', 6) : (answer ?? `! ${problem ?? ''}`);
    return [name, said, probability === null ? '' : formatPercent(probability, 'en', 1)];
  });
  return [
    `${formatCount(items, 'en')} items answered${bad}`,
    ...tableLines(['item', label === '' ? 'answer' : label, 'probability'], rows),
    ...(items > rows.length ? [`… and ${formatCount(items - rows.length, 'en')} more`] : []),
    file.path,
  ];
}
