import type { StepOutput } from '../../../src-shared/domain/step-output.ts';
import { formatCount, formatInterval, formatNumber, formatPercent } from '../../../src-shared/lib/units.ts';
import { wilson95 } from '../../../src-shared/lib/wilson.ts';
import type { ReadableDb } from '../../stores/database.ts';
import { sameData } from '../../stores/dataset-store.ts';

/** Items of the validation part that a model was judged on; undefined where its data set is not there, and for other outputs. */
export function judgedItemsIn(db: ReadableDb, output: StepOutput): number | undefined {
  const model = output.kind === 'part' ? output.whole : output;
  return model?.kind === 'model' ? sameData(db, model.data.hash)?.output.summary.splits.validation : undefined;
}

/** `loss 0.3804, accuracy 91.67 % (78.17–97.13 of 36)`: what was counted has Wilson's 95 % interval and the items it rests on. */
export function validationText(figures: Readonly<Record<string, number>>, items: number | undefined): string {
  return Object.entries(figures)
    .map(([name, value]) => `${name} ${name === 'accuracy' ? countedText(value, items) : formatNumber(value, 'en', 4)}`)
    .join(', ');
}

function countedText(share: number, items: number | undefined): string {
  if (items === undefined || items === 0) return formatPercent(share, 'en');
  const [low, high] = wilson95(share, items);
  return `${formatPercent(share, 'en')} (${formatInterval(low, high, 'en')} of ${formatCount(items, 'en')})`;
}
