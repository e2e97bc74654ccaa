import { isShareFigure } from './quality.ts';
import { formatBytes, formatCompact, formatCount, formatNumber, formatPercent } from '../lib/units.ts';
import type { TextTable } from '../lib/report-html.ts';
import type { ShrinkCard, ShrinkFigures } from './shrink-card.ts';

/** The card as an English table: before, after, and what the one is of the other. */
export function shrinkCardTable(card: ShrinkCard): TextTable {
  const { before, after } = card;
  const rows = ROWS.flatMap(({ title, value, show, better }) => {
    const [a, b] = [value(before), value(after)];
    return a === null || b === null ? [] : [[title, show(a), show(b), ratioText(a, b, better)]];
  });
  const quality = qualityRow(card);
  return { header: ['', 'before', 'after', 'gain'], rows: quality === null ? rows : [...rows, quality] };
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
  const show = (value: number): string => (isShareFigure(metric) ? formatPercent(value, 'en') : formatNumber(value, 'en', 4));
  const cell = ({ estimate: { value, low, high } }: NonNullable<ShrinkFigures['quality']>): string =>
    `${show(value)} (${show(low)} to ${show(high)})`;
  return [metric, cell(before.quality), cell(after.quality), ''];
}
