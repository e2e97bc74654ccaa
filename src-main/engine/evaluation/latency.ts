import type { Split } from '../../../src-shared/domain/dataset.ts';
import type { ModelGraph, Parameters, Shape } from '../../../src-shared/domain/graph/model-graph.ts';
import type { LatencyFigures } from '../../../src-shared/domain/report.ts';
import { sizeOf } from '../graph/shape-checks.ts';
import type { Engine } from '../tensor-library.ts';
import type { TrainingData } from '../training/training-data.ts';
import { createPredictor } from './predictor.ts';
import { quantile } from './statistics/bootstrap.ts';

/** Something whose speed is measured: answers that many items once, and is done when the answer is there. */
export interface LatencySubject {
  run(items: number): Promise<void>;
}

export interface LatencyCall {
  readonly subjects: readonly LatencySubject[];
  /** Identity of the back end, for the record. */
  readonly engine: string;
  /** Monotonic milliseconds. */
  nowMs(): number;
  turn(): Promise<void>;
  /** Time per subject, about; 1,500 when left out. */
  readonly budgetMs?: number;
}

/** Items of the large batch. */
export const LATENCY_BATCH = 64;
const SINGLE_SHARE = 0.6;
const WARM_UPS = 3;
const PLAN = { single: { items: 1, fewest: 20, most: 400 }, batch: { items: LATENCY_BATCH, fewest: 5, most: 100 } } as const;

/**
 * Latency at batch 1 and throughput at batch 64 of several subjects: warmed up, then in rounds in which each runs once (A B, B A, …),
 * so that a machine that slows down slows all of them. The median and the 95th percentile of the single runs; throughput from the
 * median of the batches. A round count is kept between bounds, so a very slow subject takes longer than its budget.
 */
export async function measureLatency(call: LatencyCall): Promise<LatencyFigures[]> {
  const { subjects, budgetMs = 1500 } = call;
  for (const subject of subjects) {
    await call.turn();
    for (let i = 0; i < WARM_UPS; i++) await subject.run(1);
    await subject.run(LATENCY_BATCH);
  }
  const singles = await rounds(call, PLAN.single, budgetMs * SINGLE_SHARE);
  const batches = await rounds(call, PLAN.batch, budgetMs * (1 - SINGLE_SHARE));
  return subjects.map((_, s) => ({
    p50Ms: quantile(singles[s]!, 0.5),
    p95Ms: quantile(singles[s]!, 0.95),
    // A clock too coarse for the run must not give an infinite speed.
    throughput: (LATENCY_BATCH * 1000) / Math.max(quantile(batches[s]!, 0.5), 1e-3),
    engine: call.engine,
  }));
}

/** Sorted durations per subject. */
async function rounds(
  { subjects, nowMs, turn }: LatencyCall,
  plan: (typeof PLAN)[keyof typeof PLAN],
  budgetMs: number,
): Promise<Float64Array[]> {
  const times = subjects.map((): number[] => []);
  const end = nowMs() + budgetMs * subjects.length;
  for (let round = 0; round < plan.most && (round < plan.fewest || nowMs() < end); round++) {
    await turn();
    const order = subjects.map((_, i) => i);
    if (round % 2 === 1) order.reverse();
    for (const s of order) {
      const start = nowMs();
      await subjects[s]!.run(plan.items);
      times[s]!.push(nowMs() - start);
    }
  }
  return times.map(list => Float64Array.from(list).sort());
}

export interface ModelSubject extends LatencySubject {
  dispose(): void;
}

/** Items to be timed on: real ones, since how long a cascade takes depends on what it is asked. */
export interface LatencyItems {
  readonly shape: Shape;
  /** `[count, …shape]`. */
  readonly inputs: Float32Array;
  readonly count: number;
}

const MOST_ITEMS = 512;
const MOST_VALUES = 2 ** 24;

/** Items from all over a part of the data; at most 512, and `least` at least (a large batch of them), some twice where there are fewer. */
export function latencyItems(data: TrainingData, split: Split, least = LATENCY_BATCH): LatencyItems {
  const width = sizeOf(data.inputShape);
  const there = data.count(split);
  const count = Math.max(least, Math.min(there, MOST_ITEMS, Math.floor(MOST_VALUES / width)));
  const positions = Uint32Array.from({ length: count }, (_, i) => (there >= count ? Math.floor((i * there) / count) : i % there));
  return { shape: data.inputShape, inputs: data.gather(split, positions).inputs, count };
}

/** The next so many items at every call, over and over. */
export function itemsInTurn({ shape, inputs, count }: LatencyItems): (items: number) => Float32Array {
  const width = sizeOf(shape);
  let place = 0;
  return items => {
    if (place + items > count) place = 0;
    const taken = inputs.subarray(place * width, (place + items) * width);
    place += items;
    return taken;
  };
}

/** A model as a subject. */
export function modelSubject(
  engine: Engine,
  { graph, parameters }: { readonly graph: ModelGraph; readonly parameters: Parameters },
  items: LatencyItems,
): ModelSubject {
  const predictor = createPredictor({ engine, graph, parameters, inputShape: items.shape });
  const next = itemsInTurn(items);
  return {
    async run(count) {
      await predictor.answer(next(count), count);
    },
    dispose: () => predictor.dispose(),
  };
}
