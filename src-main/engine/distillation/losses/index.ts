import { createRegistry } from '../../../../src-shared/lib/registry.ts';
import type { DistillationLoss } from '../distillation-loss.ts';
import { attention } from './attention.distillation-loss.ts';
import { cosine } from './cosine.distillation-loss.ts';
import { decoupled } from './decoupled.distillation-loss.ts';
import { hints } from './hints.distillation-loss.ts';
import { logitMse } from './logit-mse.distillation-loss.ts';
import { relational } from './relational.distillation-loss.ts';
import { softTargets } from './soft-targets.distillation-loss.ts';

/** In the order of the forms. A test fails when a *.distillation-loss.ts of this folder is missing here. */
export const distillationLosses = createRegistry<DistillationLoss>([
  softTargets,
  decoupled,
  logitMse,
  hints,
  attention,
  relational,
  cosine,
]);
