import { isSmallerOnlyCompressed, isVerified, type ShrinkCard, type ShrinkFigures } from '../../../src-shared/domain/shrink-card.ts';
import { formatBytes, formatCompact, formatCount, formatNumber, formatPercent } from '../../../src-shared/lib/units.ts';
import { tableLines } from './output.ts';

/** A card as a table: before, after, and what the one is of the other. */
export function shrinkCardLines(card: ShrinkCard): readonly string[] {
  const { before, after, runtime, threads, split, items } = card;
  const rows = ROWS.flatMap(({ title, value, show, better }) => {
    const [a, b] = [value(before), value(after)];
    return a === null || b === null ? [] : [[title, show(a), show(b), ratioText(a, b, better)]];
  });
  const quality = qualityRow(card);
  return [
    `Both as ONNX, read back by ${runtime} on ${threads === 1 ? 'one thread' : `${threads} threads`}; ${formatCount(items, 'en')} items of the ${split} split`,
    ...tableLines(['', 'before', 'after', 'gain'], quality === null ? rows : [...rows, quality]),
    ...(isSmallerOnlyCompressed(card) ? ['! Smaller only when compressed, same speed'] : []),
    verifiedLine(card),
  ];
}

interface Row {
  readonly title: string;
  readonly better: 'less' | 'more';
  value(side: ShrinkFigures): number | null;
  show(value: number): string;
}

const bytes = (value: number): string => formatBytes(value, 'en');
const milliseconds = (value: number): string => `${formatNumber(value, 'en')} ms`;

const ROWS: readonly Row[] = [
  { title: 'file', better: 'less', value: side => side.bytes, show: bytes },
  { title: 'file, deflated', better: 'less', value: side => side.compressedBytes, show: bytes },
  { title: 'stored here', better: 'less', value: side => side.storedBytes, show: bytes },
  { title: 'parameters', better: 'less', value: side => side.parameters, show: value => formatCount(value, 'en') },
  { title: 'non-zeros', better: 'less', value: side => side.nonZeros, show: value => formatCount(value, 'en') },
  { title: 'multiply-adds', better: 'less', value: side => side.multiplyAdds, show: value => formatCompact(value, 'en') },
  { title: 'peak memory, predicted', better: 'less', value: side => side.peakMemoryBytes, show: bytes },
  { title: 'latency p50, batch 1', better: 'less', value: side => side.latency.p50Ms, show: milliseconds },
  { title: 'latency p95, batch 1', better: 'less', value: side => side.latency.p95Ms, show: milliseconds },
  { title: 'items a second, batch 64', better: 'more', value: side => side.latency.throughput, show: value => formatCompact(value, 'en') },
];

function ratioText(before: number, after: number, better: Row['better']): string {
  const ratio = better === 'less' ? before / after : after / before;
  return Number.isFinite(ratio) && ratio > 0 ? `${formatNumber(ratio, 'en')}×` : '';
}

function qualityRow({ before, after }: ShrinkCard): readonly string[] | null {
  if (before.quality === null || after.quality === null) return null;
  const { metric } = before.quality;
  const show = (value: number): string => (metric === 'error' ? formatPercent(value, 'en') : formatNumber(value, 'en', 4));
  const cell = ({ estimate: { value, low, high } }: NonNullable<ShrinkFigures['quality']>): string =>
    `${show(value)} (${show(low)} to ${show(high)})`;
  return [metric, cell(before.quality), cell(after.quality), ''];
}

function verifiedLine(card: ShrinkCard): string {
  const { maxDifference, tolerance } = card.after.verification;
  const difference = `greatest difference ${maxDifference.toExponential(1)}, allowed ${tolerance}`;
  return isVerified(card)
    ? `Both files answer like their models (${difference})`
    : `! A file does not answer like its model (${difference}; before: ${card.before.verification.maxDifference.toExponential(1)})`;
}
