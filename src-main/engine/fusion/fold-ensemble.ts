import type { Model } from '../../../src-shared/domain/graph/model-card.ts';
import { invalidInput } from '../../../src-shared/lib/app-error.ts';
import { squaredError, type TargetScale } from '../training/target-scale.ts';
import type { SplitFigures } from '../training/loop-plan.ts';
import type { LoadedDataset } from '../data/load-dataset.ts';
import { behindBridge, behindPlaces } from './behind-bridge.ts';
import { composeMembers, finishFusion } from './compose-members.ts';
import { figuresOf, type Truth } from './judge-outputs.ts';
import { equalWeights } from './parallel/combiner.ts';
import { average } from './parallel/average.combiner.ts';
import { createTail } from './tail-builder.ts';

/** As many as a sum in a graph may have parts. */
const MOST_MEMBERS = 64;

export interface FoldEnsemble {
  readonly members: readonly Model[];
  /** With the inputs that the ensemble takes. */
  readonly data: LoadedDataset;
  /** Where each member's own inputs stand among these; null where all are made from the same ones by layers. */
  readonly places: readonly (readonly number[])[] | null;
}

/**
 * The members of a cross-validation as one model: the mean of their probabilities, of a regression their mean value. Throws
 * `invalid-input` for more members than fit into one graph.
 */
export function foldEnsemble({ members, data, places }: FoldEnsemble): Model {
  if (members.length > MOST_MEMBERS) {
    throw invalidInput(`An ensemble may have at most ${MOST_MEMBERS} members, but there are ${members.length} folds`, {
      path: 'yields',
      hint: 'Choose fewer folds or rounds, or yields: refit. The folds that were trained are kept.',
    });
  }
  const joined = members.map((model, i) => (places === null ? behindBridge(model, data) : behindPlaces(model, data, places[i] ?? [])));
  const composed = composeMembers(joined.map((model, i) => ({ name: `fold ${i + 1}`, model })));
  const { task } = composed.card;
  const tail = createTail(task, composed);
  const output = average.layers({ task, width: data.outputs, tail, ends: composed.ends, weights: equalWeights(members.length) });
  return finishFusion(composed, { nodes: tail.nodes, output });
}

/** What the ensemble answers to items that its members answered, judged as lists show it. */
export function ensembleFigures(truth: Truth, answers: readonly Float32Array[], scale: TargetScale | null): SplitFigures {
  const { task, width } = truth;
  const outputs = average.combine({ task, width, outputs: answers, weights: equalWeights(answers.length) });
  const { logLoss, error = 0 } = figuresOf(truth, outputs);
  return logLoss === undefined ? { loss: squaredError(outputs, truth.targets, scale) } : { loss: logLoss, accuracy: 1 - error };
}
