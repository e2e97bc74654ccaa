import { createRegistry } from '../../../../src-shared/lib/registry.ts';
import type { PruningCriterion } from '../criterion.ts';
import { activationMean } from './activation-mean.criterion.ts';
import { apoz } from './apoz.criterion.ts';
import { batchNormScale } from './batch-norm-scale.criterion.ts';
import { fisher } from './fisher.criterion.ts';
import { geometricMedian } from './geometric-median.criterion.ts';
import { kernelNorm } from './kernel-norm.criterion.ts';
import { lamp } from './lamp.criterion.ts';
import { lossIncrease } from './loss-increase.criterion.ts';
import { magnitude } from './magnitude.criterion.ts';
import { movement } from './movement.criterion.ts';
import { random } from './random.criterion.ts';
import { snip } from './snip.criterion.ts';
import { synflow } from './synflow.criterion.ts';
import { taylor } from './taylor.criterion.ts';

/** In the order of the forms. A test fails when a *.criterion.ts of this folder is missing here. */
export const criteria = createRegistry<PruningCriterion>([
  magnitude,
  lamp,
  kernelNorm,
  batchNormScale,
  geometricMedian,
  taylor,
  fisher,
  snip,
  synflow,
  activationMean,
  apoz,
  movement,
  lossIncrease,
  random,
]);
