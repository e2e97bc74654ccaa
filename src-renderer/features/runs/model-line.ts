import { useTranslation } from 'react-i18next';
import { qualityOf } from '../../../src-shared/domain/quality.ts';
import type { ModelOutput } from '../../../src-shared/domain/step-output.ts';
import { meanInterval95 } from '../../../src-shared/lib/student.ts';
import { wilson95 } from '../../../src-shared/lib/wilson.ts';
import { useJudgedItems } from '../../components/judged-items.ts';
import { useFormat } from '../../components/use-format.ts';
import { useNames } from '../../components/use-names.ts';

/** One line for a model, or for the replicates of a step together: how good, how sparse, how large. */
export function useModelLine(): (outputs: readonly ModelOutput[]) => string {
  const { t } = useTranslation();
  const format = useFormat();
  const names = useNames();
  const itemsOf = useJudgedItems();
  const single = ({ summary, data }: ModelOutput): string | null => {
    const quality = qualityOf(summary.validation);
    if (quality === null) return null;
    const { name, value } = quality;
    if (name !== 'accuracy') return `${names.figure(name)} ${format.number(value, 4)}`;
    const items = itemsOf(data);
    return format.percent(value) + (items === 0 ? '' : ` (${format.interval(...wilson95(value, items), 1)})`);
  };
  const several = (outputs: readonly ModelOutput[]): string | null => {
    const qualities = outputs.flatMap(({ summary }) => qualityOf(summary.validation) ?? []);
    const name = qualities[0]?.name;
    if (name === undefined || qualities.length < 2) return null;
    const { mean, low, high } = meanInterval95(qualities.map(({ value }) => value));
    const of = t('runs.meanOf', { count: qualities.length });
    if (name === 'accuracy') return `${format.percent(mean)} (${format.interval(low, high, 1)}, ${of})`;
    return `${names.figure(name)} ${format.number(mean, 4)} (${format.number(low, 3)}–${format.number(high, 3)}, ${of})`;
  };
  return outputs => {
    const [first] = outputs;
    if (first === undefined) return '';
    const { size, sparsity } = first.summary;
    const quality = several(outputs) ?? single(first);
    return [
      quality === null ? null : `${t('splits.validation')} ${quality}`,
      sparsity === null ? null : t('runs.keepsOf', { share: format.percent(1 - sparsity.overall, 1) }),
      format.bytes(size.compressedBytes),
    ]
      .filter(part => part !== null)
      .join(' · ');
  };
}
