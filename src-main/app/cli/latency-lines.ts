import {
  ratioBetween,
  speedVerdict,
  type BatchLatency,
  type LatencyReport,
  type TimedSubject,
} from '../../../src-shared/domain/latency.ts';
import { formatBytes, formatCount, formatNumber } from '../../../src-shared/lib/units.ts';
import { tableLines } from './output.ts';
import { numberedName } from '../../../src-shared/domain/numbered-name.ts';

const VERDICTS = { faster: 'faster', slower: 'slower', 'no-difference-seen': 'no difference seen' } as const;

/** One table a batch size; the first file is what the others are compared with. */
export function latencyLines({ subjects, batches, refused, split }: LatencyReport): readonly string[] {
  const reference = Math.max(
    subjects.findIndex(({ format }) => format !== null),
    0,
  );
  return [
    `${formatCount(subjects.length, 'en')} timed in turns on ${split} items; intervals of 95 %`,
    ...batches.flatMap(batch => [
      `batch ${batch.batchSize}, ${formatCount(batch.rounds, 'en')} rounds; × of '${nameOf(subjects[reference])}':`,
      ...tableLines(
        ['file', 'runtime', 'threads', 'bytes', 'p50', 'p95', 'items/s', '×', ''],
        subjects.map((subject, s) => rowOf(batch, subject, [reference, s])),
      ),
    ]),
    ...refused.map(({ model, format, precision, reason }) => `! ${model} as ${formatOf(format, precision)}: ${reason}`),
  ];
}

function rowOf(batch: BatchLatency, subject: TimedSubject, [reference, s]: readonly [number, number]): readonly string[] {
  const { p50Ms, p95Ms, low, high } = batch.figures[s]!;
  const ratio = ratioBetween(batch, reference, s);
  const show = (value: number): string => formatNumber(value, 'en', 3);
  return [
    nameOf(subject),
    subject.runtime,
    String(subject.threads),
    subject.bytes === null ? '' : formatBytes(subject.bytes, 'en'),
    `${show(p50Ms)} ms (${show(low)} to ${show(high)})`,
    `${show(p95Ms)} ms`,
    formatCount(Math.round((1000 * batch.batchSize) / p50Ms), 'en'),
    s === reference ? '1' : `${show(ratio.value)} (${show(ratio.low)} to ${show(ratio.high)})`,
    s === reference ? '' : VERDICTS[speedVerdict(ratio)],
  ];
}

function nameOf(subject: TimedSubject | undefined): string {
  if (subject === undefined) return '';
  const { model, replicate, format, precision } = subject;
  return `${numberedName(model, replicate)} ${format === null ? 'here' : formatOf(format, precision)}`;
}

function formatOf(format: string, precision: string | null): string {
  return precision === null ? format : `${format}:${precision}`;
}
