import type { ImportVerification } from '../../../src-shared/domain/import-report.ts';
import { AppFailure } from '../../../src-shared/lib/app-error.ts';
import { createRandom } from '../../../src-shared/lib/random.ts';
import { createPredictor } from '../evaluation/predictor.ts';
import { answersFromOutputs } from '../formats/answers.ts';
import type { RuntimeSession } from '../formats/format.ts';
import { resolvedNode, shapesOf } from '../graph/shapes.ts';
import { sizeOf } from '../graph/shape-checks.ts';
import type { Engine } from '../tensor-library.ts';
import type { ReadModel } from './model-reader.ts';
import type { Answer } from './trace/head.ts';

const RANDOM_ITEMS = 16;
const BATCH = 32;

export interface Comparison {
  readonly model: Pick<ReadModel, 'graph' | 'parameters' | 'answer'>;
  /** The file itself, running. */
  readonly session: RuntimeSession;
  readonly engine: Engine;
  /** [items, ...inputShape]; may be empty. */
  readonly real: Float32Array;
  readonly tolerance: number;
  turn(): Promise<void>;
}

/**
 * Asks the network and the file it came from the same: made-up items, and those of the data. Throws `verification-failed` above
 * the tolerance, absolute for answers up to 1 and beyond that a share of the greatest.
 */
export async function compareWithFile(comparison: Comparison): Promise<ImportVerification> {
  const { model, session, engine, real, tolerance } = comparison;
  const shape = resolvedNode(shapesOf(model.graph), model.graph.inputs[0]!).output;
  const made = randomItems(model, sizeOf(shape));
  const items = [...parts(made, sizeOf(shape)), ...parts(real, sizeOf(shape))];
  const predictor = createPredictor({ engine, graph: model.graph, parameters: model.parameters, inputShape: shape });
  const found = { difference: 0, largest: 1 };
  try {
    for (const inputs of items) {
      await comparison.turn();
      const count = inputs.length / sizeOf(shape);
      const ours = answersAs(model.answer, await predictor.answer(inputs, count), count);
      const theirs = secondOfPairs(model.answer, await session.predict(inputs, count));
      assertSame(ours, theirs, found);
    }
  } finally {
    predictor.dispose();
  }
  const result = {
    runtime: session.runtime,
    randomItems: RANDOM_ITEMS,
    realItems: real.length / sizeOf(shape),
    maxDifference: found.difference,
    tolerance,
  };
  if (found.difference <= tolerance * found.largest) return result;
  throw new AppFailure({
    code: 'verification-failed',
    message: `Answers must be within ${tolerance} of the file's own in ${session.runtime}; they differ by ${found.difference}`,
    hint: 'The file holds something that was read in another way than it is meant. Please report it.',
  });
}

/** Row-major parts of so many items. */
function parts(values: Float32Array, size: number): readonly Float32Array[] {
  return Array.from({ length: Math.ceil(values.length / (BATCH * size)) }, (_, i) =>
    values.subarray(i * BATCH * size, (i + 1) * BATCH * size),
  );
}

/** Numbers around 0, or numbers of tokens for a network that looks them up. */
function randomItems({ graph }: Pick<ReadModel, 'graph'>, size: number): Float32Array {
  const random = createRandom(1).split('import');
  const tables = graph.nodes.filter(({ layer }) => layer === 'embedding').map(({ config }) => Number(config['tokens']));
  const tokens = tables.length === 0 ? null : Math.min(...tables);
  return Float32Array.from({ length: RANDOM_ITEMS * size }, () =>
    tokens === null ? random.nextNormal() : Math.floor(random.next() * tokens),
  );
}

/** What the file answers, from what the graph gives. */
function answersAs({ function: ends }: Answer, outputs: Float32Array, items: number): Float32Array {
  if (ends === 'linear') return outputs;
  if (ends === 'sigmoid') return answersFromOutputs('binary', outputs, items);
  const shares = answersFromOutputs('classes', outputs, items);
  return ends === 'softmax' ? shares : logSoftmax(outputs, items);
}

/** In double precision: shares below what a float32 can hold have logarithms all the same. */
function logSoftmax(outputs: Float32Array, items: number): Float32Array {
  const width = outputs.length / items;
  return outputs.map((value, i) => {
    const row = outputs.subarray(Math.floor(i / width) * width, (Math.floor(i / width) + 1) * width);
    const highest = row.reduce((a, b) => Math.max(a, b), -Infinity);
    return value - highest - Math.log(row.reduce((sum, one) => sum + Math.exp(one - highest), 0));
  });
}

function secondOfPairs({ pair }: Answer, answers: Float32Array): Float32Array {
  return pair ? Float32Array.from({ length: answers.length / 2 }, (_, i) => answers[2 * i + 1]!) : answers;
}

function assertSame(ours: Float32Array, theirs: Float32Array, found: { difference: number; largest: number }): void {
  if (ours.length !== theirs.length)
    throw new AppFailure({
      code: 'verification-failed',
      message: `The file gives ${theirs.length} numbers where the network gives ${ours.length}`,
    });
  theirs.forEach((wanted, i) => {
    const difference = Math.abs(wanted - ours[i]!);
    if (!(difference < Infinity))
      throw new AppFailure({
        code: 'verification-failed',
        message: `Answers must be numbers, the file gave ${wanted} and the network ${ours[i]}`,
      });
    found.difference = Math.max(found.difference, difference);
    found.largest = Math.max(found.largest, Math.abs(wanted));
  });
}
