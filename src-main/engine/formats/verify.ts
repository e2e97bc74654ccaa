import { isSigmoid } from '../../../src-shared/domain/graph/task.ts';
import type { Task } from '../../../src-shared/domain/graph/model-graph.ts';
import { isWithin, type Verification } from '../../../src-shared/domain/verification.ts';
import { AppFailure } from '../../../src-shared/lib/app-error.ts';
import type { RuntimeSession } from './format.ts';

export interface VerificationRequest {
  readonly session: RuntimeSession;
  readonly task: Task;
  /** The items in order, in parts of a few hundred: `inputs` [items, ...inputShape]. */
  readonly batches: Iterable<VerificationBatch> | AsyncIterable<VerificationBatch>;
  /** What the model answers inside the product, [all items, outputs]: probabilities, or values. See `answersFromOutputs`. */
  readonly expected: Float32Array;
  /** Output numbers per item. */
  readonly width: number;
  /** Absolute for probabilities; for `values` a share of the largest expected number, where that is over 1. */
  readonly tolerance: number;
  /** See `Verification.agreement`. */
  readonly agreement?: number;
  /** Called between batches: lets a cancel message in. */
  turn(): Promise<void>;
}

export interface VerificationBatch {
  readonly inputs: Float32Array;
  readonly items: number;
}

/**
 * Runs a file that was read back on real items and compares every output. An item disagrees when its answer differs:
 * another class, another side of 0.5, or, for values, a number beyond the tolerance.
 * Throws `verification-failed` for answers of the wrong count or that aren't numbers; a difference over the tolerance is
 * the caller's to judge (`assertVerified`).
 */
export async function verifyExport(request: VerificationRequest): Promise<Verification> {
  const { session, expected, width, task } = request;
  const tolerance = task === 'values' ? request.tolerance * Math.max(1, largest(expected)) : request.tolerance;
  const total = { items: 0, maxDifference: 0, disagreements: 0 };
  for await (const { inputs, items } of request.batches) {
    const found = await session.predict(inputs, items);
    const wanted = expected.subarray(total.items * width, (total.items + items) * width);
    if (found.length !== wanted.length) {
      throw failed(`${session.runtime} must give ${wanted.length} numbers for ${items} items, it gave ${found.length}`);
    }
    const difference = maxDifference(found, wanted);
    if (Number.isNaN(difference))
      throw failed(`${session.runtime} must answer with numbers; an answer after item ${total.items} is not one`);
    total.maxDifference = Math.max(total.maxDifference, difference);
    for (let item = 0; item < items; item++) {
      const row = [item * width, (item + 1) * width] as const;
      if (!sameAnswer(task, found.subarray(...row), wanted.subarray(...row), tolerance)) total.disagreements++;
    }
    total.items += items;
    await request.turn();
  }
  if (total.items * width !== expected.length) throw failed(`${expected.length / width} items must be compared, ${total.items} came`);
  const { agreement } = request;
  return { runtime: session.runtime, tolerance, ...(agreement === undefined ? {} : { agreement }), ...total };
}

/** Throws `verification-failed` when a file's answers are further off than allowed. */
export function assertVerified(path: string, verification: Verification): void {
  const { maxDifference: difference, tolerance, runtime, items, disagreements, agreement } = verification;
  if (isWithin(verification, items)) return;
  const found =
    difference > tolerance || agreement === undefined
      ? `Outputs of the exported file must be within ${tolerance} of the model's; in ${runtime} they differ by ${difference} over ${items} items`
      : `At least ${100 * agreement} % of the answers of the exported file must be the model's; in ${runtime} ${disagreements} of ${items} differ`;
  throw failed(found, { path, hint: 'The file was not kept. Export in another format, and please report the model.' });
}

/** NaN as soon as a difference is. */
function maxDifference(found: Float32Array, wanted: Float32Array): number {
  let highest = 0;
  for (let i = 0; i < found.length; i++) highest = Math.max(highest, Math.abs(found[i]! - wanted[i]!));
  return highest;
}

function sameAnswer(task: Task, found: Float32Array, wanted: Float32Array, tolerance: number): boolean {
  if (task === 'classes') return argMax(found) === argMax(wanted);
  if (isSigmoid(task)) return found.every((value, i) => value >= 0.5 === wanted[i]! >= 0.5);
  return maxDifference(found, wanted) <= tolerance;
}

function argMax(row: Float32Array): number {
  return row.reduce((best, value, i) => (value > row[best]! ? i : best), 0);
}

function largest(values: Float32Array): number {
  return values.reduce((highest, value) => Math.max(highest, Math.abs(value)), 0);
}

function failed(message: string, more: { path?: string; hint?: string } = {}): AppFailure {
  return new AppFailure({ code: 'verification-failed', message, ...more });
}
