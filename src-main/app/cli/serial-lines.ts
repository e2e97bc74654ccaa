import type { FusionFigures } from '../../../src-shared/domain/fusion-figures.ts';
import type { FusionReport } from '../../../src-shared/domain/fusion-report.ts';
import type { LatencyFigures } from '../../../src-shared/domain/report.ts';
import type {
  BoostingReport,
  CascadeReport,
  ChainReport,
  PlacedFigures,
  SerialReport,
  SpecialistsReport,
} from '../../../src-shared/domain/serial-fusion.ts';
import { formatCompact, formatNumber, formatPercent } from '../../../src-shared/lib/units.ts';
import { tableLines } from './output.ts';

type Members = FusionReport['members'];

/** What is particular to members in a row. */
export function serialLines(serial: SerialReport, members: Members): readonly string[] {
  switch (serial.kind) {
    case 'cascade':
      return cascadeLines(serial, members);
    case 'chain':
      return chainLines(serial, members);
    case 'boosting':
      return boostingLines(serial);
    case 'specialists':
      return specialistsLines(serial, members);
  }
}

function cascadeLines(serial: CascadeReport, members: Members): readonly string[] {
  const { curve, chosen, accuracies, crossFitted, latency, confidence, expectedMultiplyAdds } = serial;
  const point = curve[chosen];
  if (point === undefined) return [];
  const rows = members.map(({ name, multiplyAdds }, i) => [
    name,
    formatPercent(accuracies[i] ?? NaN, 'en', 2),
    formatPercent(point.exits[i] ?? NaN, 'en', 1),
    point.thresholds[i] === undefined ? '' : formatNumber(point.thresholds[i], 'en', 4),
    formatCompact(multiplyAdds, 'en'),
    ...timesOf(latency[i]),
  ]);
  const own = latency[members.length];
  rows.push([
    'cascade',
    formatPercent(point.accuracy, 'en', 2),
    '',
    '',
    `${formatCompact(expectedMultiplyAdds, 'en')} expected`,
    ...timesOf(own),
  ]);
  const head = [`stage (sure by ${confidence})`, 'right', 'answers', 'sure from', 'multiply-adds', 'ms p50', 'ms p95', 'items/s'];
  const { figures, againstBest, cost } = crossFitted;
  const { onlyFusion, onlyMember, p } = againstBest;
  return [
    ...tableLines(head, rows),
    `fitted on one half, judged on the other: ${figuresText(figures)}, cost ${formatPercent(cost, 'en', 1)}; right alone ${onlyFusion} : ${onlyMember} against the best member, p ${formatNumber(p, 'en', 3)}`,
  ];
}

/** Most items leave a cascade early: its slow ones are seen in the 95th percentile alone. */
function timesOf(figures: LatencyFigures | undefined): readonly string[] {
  const { p50Ms = NaN, p95Ms = NaN, throughput = NaN } = figures ?? {};
  return [formatNumber(p50Ms, 'en', 3), formatNumber(p95Ms, 'en', 3), formatNumber(throughput, 'en', 0)];
}

function chainLines({ pass, labels, judged }: ChainReport, members: Members): readonly string[] {
  const known = labels.map(({ mapped }, i) => `${members[i]?.name ?? ''} ${mapped.map(({ to }) => to).join(' ')}`);
  return [`passes ${pass} on; classes known: ${known.join('; ')}`, ...placedLines(judged, members)];
}

function boostingLines({ rule, kept, curve }: BoostingReport): readonly string[] {
  const rows = curve.map(({ stages, validation }) => [
    stages === kept ? `${stages} (kept)` : String(stages),
    validation === null ? '' : formatNumber(validation.loss, 'en', 4),
    validation?.accuracy === undefined ? '' : formatPercent(validation.accuracy, 'en', 2),
  ]);
  return tableLines([`stages (${rule})`, 'validation loss', 'right'], rows);
}

function specialistsLines({ specialists, kept, expectedMultiplyAdds, judged }: SpecialistsReport, members: Members): readonly string[] {
  const sent = specialists.map(({ share }, i) => `${members[i + 1]?.name ?? ''} ${formatPercent(share, 'en', 1)}`);
  const first = `${members[0]?.name ?? ''} ${formatPercent(kept, 'en', 1)}`;
  return [
    `answered by ${[first, ...sent].join(', ')}; ${formatCompact(expectedMultiplyAdds, 'en')} multiply-adds expected`,
    ...placedLines(judged, members),
  ];
}

function placedLines(judged: PlacedFigures | null, members: Members): readonly string[] {
  if (judged === null) return [];
  const { figures, againstBest, best, uniform } = judged;
  return [
    `on validation items: ${figuresText(figures)}; best member ${members[best]?.name ?? ''}: ${figuresText(judged.members[best] ?? {})}; uniform mean: ${figuresText(uniform)}`,
    `right alone ${againstBest.onlyFusion} : ${againstBest.onlyMember} against the best member, p ${formatNumber(againstBest.p, 'en', 3)}`,
  ];
}

function figuresText(figures: FusionFigures): string {
  const text = (name: string, value: number): string =>
    name === 'error' ? `${formatPercent(value, 'en', 2)} wrong` : `${name} ${formatNumber(value, 'en', 4)}`;
  return Object.entries(figures)
    .map(([name, value]) => text(name, value))
    .join(', ');
}
