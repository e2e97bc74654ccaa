import type { Split } from '../../../src-shared/domain/dataset.ts';
import type { ModelGraph, Parameters } from '../../../src-shared/domain/graph/model-graph.ts';
import { invalidInput } from '../../../src-shared/lib/app-error.ts';
import type { Engine } from '../tensor-library.ts';
import type { TrainingData } from '../training/training-data.ts';
import { createPredictor } from './predictor.ts';

export interface PredictCall {
  readonly engine: Engine;
  readonly graph: ModelGraph;
  readonly parameters: Parameters;
  readonly data: TrainingData;
  readonly split: Split;
  turn(): Promise<void>;
  /** 256 when left out; the answers don't depend on it beyond rounding. */
  readonly batchSize?: number;
}

export interface SplitAnswers {
  /** Row-major `[N, width]`, as the graph gives them: logits, or values. */
  readonly outputs: Float32Array;
  readonly targets: Int32Array | Float32Array;
  readonly width: number;
}

/**
 * A model's answers on a whole split, in the split's order, in batches. Throws `invalid-input` when the split is empty or
 * the model's output isn't as wide as the data asks.
 */
export async function predictSplit(call: PredictCall): Promise<SplitAnswers> {
  const { engine, graph, parameters, data, split, turn, batchSize = 256 } = call;
  const items = data.count(split);
  if (items === 0) throw invalidInput(`A ${split} split with at least one item is required, but the data set has none`, { path: 'split' });
  const width = data.outputs;
  const outputs = new Float32Array(items * width);
  const targets: (Int32Array | Float32Array)[] = [];
  const predictor = createPredictor({ engine, graph, parameters, inputShape: data.inputShape });
  try {
    for (let start = 0; start < items; start += batchSize) {
      await turn();
      const positions = Uint32Array.from({ length: Math.min(batchSize, items - start) }, (_, i) => start + i);
      const batch = data.gather(split, positions);
      const answers = await predictor.answer(batch.inputs, positions.length);
      if (answers.length !== positions.length * width) {
        throw invalidInput(
          `A model with ${width} outputs is required by the data, but this one gives ${answers.length / positions.length}`,
          { path: 'model' },
        );
      }
      outputs.set(answers, start * width);
      targets.push(batch.targets);
    }
  } finally {
    predictor.dispose();
  }
  return { outputs, targets: joinTargets(targets), width };
}

function joinTargets(parts: readonly (Int32Array | Float32Array)[]): Int32Array | Float32Array {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const joined = parts[0] instanceof Float32Array ? new Float32Array(length) : new Int32Array(length);
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}
