import type { Split } from './dataset.ts';
import type { Precision } from './quantisation.ts';

/** What a latency step found: files timed in turns, each in its own runtime. Stored with the job. */
export interface LatencyReport {
  /** The part of the data whose items were asked. */
  readonly split: Split;
  readonly subjects: readonly TimedSubject[];
  /** One a batch size, in the order asked for. */
  readonly batches: readonly BatchLatency[];
  readonly refused: readonly RefusedFile[];
}

/** A file in a runtime on so many threads; or the model itself in this program. */
export interface TimedSubject {
  readonly model: string;
  readonly modelId: string;
  readonly replicate: number | null;
  /** Id of the format; null for the model in this program. */
  readonly format: string | null;
  /** What the file was quantised to; null where it is as the model is. */
  readonly precision: Precision | null;
  /** Of all its files; null for the model in this program. */
  readonly bytes: number | null;
  /** Of its first file: the same as an exported file's where the two are the same. */
  readonly sha256: string | null;
  readonly runtime: string;
  readonly threads: number;
}

/** A file that was not timed, and why. */
export interface RefusedFile {
  readonly model: string;
  readonly modelId: string;
  readonly format: string;
  readonly precision: Precision | null;
  readonly reason: string;
}

/** All subjects in turns, each answering that many items at once. */
export interface BatchLatency {
  readonly batchSize: number;
  /** Turns; every subject ran once in each. */
  readonly rounds: number;
  /** One a subject, in their order. */
  readonly figures: readonly TimeFigures[];
  /** Every two subjects, `a` before `b`. */
  readonly ratios: readonly TimeRatio[];
}

/** Milliseconds for one batch. */
export interface TimeFigures {
  readonly p50Ms: number;
  readonly p95Ms: number;
  /** 95 % interval of the median. */
  readonly low: number;
  readonly high: number;
}

/** The median of `b` as a multiple of the median of `a`, with its 95 % interval. Both are indices into `subjects`. */
export interface TimeRatio {
  readonly a: number;
  readonly b: number;
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** The time of `subject` as a multiple of the time of `reference`; 1 for itself. */
export function ratioBetween({ ratios }: Pick<BatchLatency, 'ratios'>, reference: number, subject: number): Omit<TimeRatio, 'a' | 'b'> {
  if (reference === subject) return { value: 1, low: 1, high: 1 };
  const found = ratios.find(({ a, b }) => (a === reference && b === subject) || (a === subject && b === reference));
  if (found === undefined) return { value: NaN, low: NaN, high: NaN };
  const { value, low, high } = found;
  return found.a === reference ? { value, low, high } : { value: 1 / value, low: 1 / high, high: 1 / low };
}

/** What an interval of a ratio lets one say: a time is less, or more, only where the whole interval is. */
export function speedVerdict({ low, high }: Pick<TimeRatio, 'low' | 'high'>): 'faster' | 'slower' | 'no-difference-seen' {
  if (high < 1) return 'faster';
  return low > 1 ? 'slower' : 'no-difference-seen';
}
