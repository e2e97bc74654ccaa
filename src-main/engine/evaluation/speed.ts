import type { ModelCard } from '../../../src-shared/domain/graph/model-card.ts';
import type { ModelGraph } from '../../../src-shared/domain/graph/model-graph.ts';
import type { SpeedComparison } from '../../../src-shared/domain/speed.ts';
import { createRandom } from '../../../src-shared/lib/random.ts';
import type { RuntimeSession } from '../formats/format.ts';
import { openOnnx } from '../formats/onnx/session.ts';
import { writeOnnx } from '../formats/onnx/write.ts';
import { initialParameters } from '../graph/parameters.ts';
import { sizeOf } from '../graph/shape-checks.ts';
import { itemsInTurn, type LatencyItems } from './latency.ts';
import { quantile } from './statistics/bootstrap.ts';

export interface SpeedCall {
  /** Of both. */
  readonly card: ModelCard;
  /** Monotonic milliseconds. */
  nowMs(): number;
  turn(): Promise<void>;
  /** Of answering, for both together, about. */
  readonly budgetMs: number;
}

const THREADS = 1;
const WARM_UPS = 10;
/** Times of the two that one ratio is made of. */
const BLOCK = 15;
const FEWEST_BLOCKS = 9;
const MOST_BLOCKS = 60;

/**
 * How long two structures take for one item, as ONNX files in onnxruntime on one thread, whatever their values. They take
 * turns (A B, B A, …); of every few turns the medians make one ratio, and the median of those and their quartiles stand for
 * all: a machine that is slow for a while is slow for both. Throws `invalid-input` for what has no form as ONNX.
 */
export function compareSpeed(whole: ModelGraph, smaller: ModelGraph, call: SpeedCall): Promise<SpeedComparison> {
  return compareFiles([structureFile(whole, call.card), structureFile(smaller, call.card)], call);
}

/** The same of two ONNX files with what they hold: an int8 file takes another time than its structure. */
export async function compareFiles(files: readonly [Uint8Array, Uint8Array], call: SpeedCall): Promise<SpeedComparison> {
  const sessions: RuntimeSession[] = [];
  try {
    for (const file of files) sessions.push(await openOnnx(file, { threads: THREADS }));
    const times = await timesOf(sessions, call);
    const ratios = ascending(times.map(([a, b]) => b / a));
    return {
      runtime: sessions[0]!.runtime,
      threads: THREADS,
      wholeMs: quantile(ascending(times.map(([a]) => a)), 0.5),
      ms: quantile(ascending(times.map(([, b]) => b)), 0.5),
      ratio: { median: quantile(ratios, 0.5), low: quantile(ratios, 0.25), high: quantile(ratios, 0.75) },
    };
  } finally {
    for (const session of sessions) await session.close();
  }
}

/** Repeated answers to the same item: the median of these is its time. */
const REPEATS = 5;
const FEWEST_ITEMS = 48;

/**
 * Mean time of these items, one at a time, for a file that takes longer for some than for others: of each item the median of a few
 * runs, so that a moment of the machine counts for none of them, but a hard item counts as it is. As many items as the budget allows.
 */
export async function meanTimeOf(file: Uint8Array, items: LatencyItems, call: Omit<SpeedCall, 'card'>): Promise<number> {
  const session = await openOnnx(file, { threads: THREADS });
  try {
    const next = itemsInTurn(items);
    for (let i = 0; i < WARM_UPS; i++) await session.predict(next(1), 1);
    const end = call.nowMs() + call.budgetMs;
    const most = Math.max(FEWEST_ITEMS, items.count);
    const times: number[] = [];
    while (times.length < most && (times.length < FEWEST_ITEMS || call.nowMs() < end)) {
      times.push(await middleTime(session, next(1), call));
      if (times.length % BLOCK === 0) await call.turn();
    }
    return times.reduce((sum, time) => sum + time, 0) / times.length;
  } finally {
    await session.close();
  }
}

async function middleTime(session: RuntimeSession, item: Float32Array, { nowMs }: Pick<SpeedCall, 'nowMs'>): Promise<number> {
  const taken: number[] = [];
  for (let i = 0; i < REPEATS; i++) {
    const start = nowMs();
    await session.predict(item, 1);
    taken.push(nowMs() - start);
  }
  return middleOf(taken);
}

function structureFile(graph: ModelGraph, card: ModelCard): Uint8Array {
  const parameters = initialParameters(graph, createRandom(1).split('speed'));
  return writeOnnx({ graph, parameters, masks: {}, card });
}

/** Per block the medians of both. */
async function timesOf(
  sessions: readonly RuntimeSession[],
  { card, nowMs, turn, budgetMs }: SpeedCall,
): Promise<(readonly [number, number])[]> {
  // Its content doesn't matter to the speed of dense arithmetic; a ramp keeps it free of denormals.
  const item = Float32Array.from({ length: sizeOf(card.inputShape) }, (_, i) => (i % 255) / 255);
  for (const session of sessions) for (let i = 0; i < WARM_UPS; i++) await session.predict(item, 1);
  const blocks: (readonly [number, number])[] = [];
  const end = nowMs() + budgetMs;
  while (blocks.length < MOST_BLOCKS && (blocks.length < FEWEST_BLOCKS || nowMs() < end)) {
    const taken: [number[], number[]] = [[], []];
    for (let i = 0; i < BLOCK; i++) {
      for (const s of i % 2 === 0 ? ([0, 1] as const) : ([1, 0] as const)) {
        const start = nowMs();
        await sessions[s]!.predict(item, 1);
        taken[s].push(nowMs() - start);
      }
    }
    blocks.push([middleOf(taken[0]), middleOf(taken[1])]);
    await turn();
  }
  return blocks;
}

/** A clock too coarse for a run must not give a time of 0. */
function middleOf(times: readonly number[]): number {
  return Math.max(quantile(ascending(times), 0.5), 1e-4);
}

function ascending(values: readonly number[]): Float64Array {
  return Float64Array.from(values).sort();
}
