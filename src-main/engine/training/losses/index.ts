import type { Task } from '../../../../src-shared/domain/graph/model-graph.ts';
import { createRegistry } from '../../../../src-shared/lib/registry.ts';
import type { Loss } from '../loss.ts';
import { binaryCrossEntropy } from './binary-cross-entropy.loss.ts';
import { huber } from './huber.loss.ts';
import { mae } from './mae.loss.ts';
import { mse } from './mse.loss.ts';
import { softmaxCrossEntropy } from './softmax-cross-entropy.loss.ts';

/** In the order of the forms. A test fails when a *.loss.ts of this folder is missing here. */
export const losses = createRegistry<Loss>([softmaxCrossEntropy, binaryCrossEntropy, mse, mae, huber]);

/** The loss of a task when none is chosen: its negative log-likelihood. */
export function defaultLoss(task: Task): Loss {
  return losses.require(
    { classes: softmaxCrossEntropy.id, binary: binaryCrossEntropy.id, labels: binaryCrossEntropy.id, values: mse.id }[task],
  );
}
