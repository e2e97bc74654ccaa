import { createRegistry } from '../../../lib/registry.ts';
import type { PlanMethod } from '../plan.ts';
import { cascade } from './cascade.plan-method.ts';
import { distill } from './distill.plan-method.ts';
import { factorise } from './factorise.plan-method.ts';
import { pruneChannels } from './prune-channels.plan-method.ts';
import { pruneWeights } from './prune-weights.plan-method.ts';
import { quantise } from './quantise.plan-method.ts';
import { search } from './search.plan-method.ts';

/** In the order of the form. A test fails when a *.plan-method.ts of this folder is missing here. */
export const planMethods = createRegistry<PlanMethod>([pruneChannels, pruneWeights, factorise, distill, search, cascade, quantise]);
