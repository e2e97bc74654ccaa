import type { BatchLatency, TimeFigures, TimeRatio } from '../../../src-shared/domain/latency.ts';
import type { Random } from '../../../src-shared/lib/random.ts';
import type { LatencySubject } from './latency.ts';
import { bootstrap, percentile95, quantile } from './statistics/bootstrap.ts';

/** Something that is timed beside others. */
export interface LabSubject extends LatencySubject {
  /** What has to be in place before a run and is no part of its time. */
  enter?(): Promise<void>;
}

export interface LabCall {
  readonly subjects: readonly LabSubject[];
  readonly batchSize: number;
  /** Of the bootstrap. */
  readonly random: Random;
  /** Of each subject, about. */
  readonly budgetMs: number;
  /** Monotonic milliseconds. */
  nowMs(): number;
  turn(): Promise<void>;
}

const WARM_UPS = 5;
/** Stretches of the rounds that are drawn as wholes. */
const BLOCKS = 30;
/** Rounds at the least, one a block, and at the most. */
const MOST_ROUNDS = 3000;
const RESAMPLES = 2000;
/** A clock too coarse for a run must not give a time of 0. */
const LEAST_MS = 1e-4;

/**
 * Times subjects in rounds in which each runs once, in an order that turns and reverses, so that none is always behind the same one
 * and a machine that is slow for a while is slow for all. The median and the 95th percentile of the single runs; intervals by a
 * bootstrap of stretches of rounds (Carlstein 1986, doi:10.1214/aos/1176350057), as neighbouring runs are alike; all subjects on the
 * same draws, so that what they share leaves their ratios alone.
 */
export async function timeBatch(call: LabCall): Promise<BatchLatency> {
  const { batchSize, subjects } = call;
  await warmUp(call);
  const times = await timesOf(call);
  const each = Math.floor((times[0]?.length ?? 0) / BLOCKS);
  const kept = times.map(list => Float64Array.from(list.slice(0, each * BLOCKS)));
  const medians = await bootstrap({
    items: BLOCKS,
    statistics: kept.map(list => ({ value: medianOfBlocks(list, each), resamples: RESAMPLES })),
    random: call.random,
    turn: () => call.turn(),
  });
  const figures = kept.map((list, s) => figuresOf(list, medians[s]!));
  const ratios = subjects.flatMap((_, a) => subjects.flatMap((__, b) => (a < b ? [ratioOf([a, b], figures, medians)] : [])));
  return { batchSize, rounds: each * BLOCKS, figures, ratios };
}

async function warmUp({ subjects, batchSize, turn }: LabCall): Promise<void> {
  for (const subject of subjects) {
    await turn();
    await subject.enter?.();
    for (let i = 0; i < WARM_UPS; i++) await subject.run(batchSize);
  }
}

/** Per subject, in the order of the rounds. */
async function timesOf({ subjects, batchSize, budgetMs, nowMs, turn }: LabCall): Promise<number[][]> {
  const times = subjects.map((): number[] => []);
  const end = nowMs() + budgetMs * subjects.length;
  for (let round = 0; round < MOST_ROUNDS && (round < BLOCKS || nowMs() < end); round++) {
    await turn();
    for (const s of orderOf(round, subjects.length)) {
      const subject = subjects[s]!;
      await subject.enter?.();
      const start = nowMs();
      await subject.run(batchSize);
      times[s]!.push(Math.max(nowMs() - start, LEAST_MS));
    }
  }
  return times;
}

function orderOf(round: number, count: number): readonly number[] {
  const order = Array.from({ length: count }, (_, i) => (i + (round >> 1)) % count);
  return round % 2 === 1 ? order.reverse() : order;
}

/** The lower median of the rounds when block `i` was drawn `counts[i]` times; `each`: rounds of a block. */
function medianOfBlocks(times: Float64Array, each: number): (counts: Uint32Array) => number {
  const ascending = Array.from(times, (_, round) => round).sort((a, b) => times[a]! - times[b]!);
  const half = times.length / 2;
  return counts => {
    let seen = 0;
    for (const round of ascending) {
      seen += counts[Math.floor(round / each)]!;
      if (seen >= half) return times[round]!;
    }
    return NaN;
  };
}

function figuresOf(times: Float64Array, medians: Float64Array): TimeFigures {
  const ascending = times.toSorted();
  const [low, high] = percentile95(medians);
  return { p50Ms: quantile(ascending, 0.5), p95Ms: quantile(ascending, 0.95), low, high };
}

function ratioOf([a, b]: readonly [number, number], figures: readonly TimeFigures[], medians: readonly Float64Array[]): TimeRatio {
  const [low, high] = percentile95(medians[b]!.map((median, r) => median / medians[a]![r]!));
  return { a, b, value: figures[b]!.p50Ms / figures[a]!.p50Ms, low, high };
}
