import type { PlanMethod } from '../plan.ts';
import { taught } from './distill.plan-method.ts';
import { CASCADE, SMALLER } from './step-names.ts';

const SAVED = ['multiplyAdds', 'latencyMs'];

/** A narrow student answers what it is sure of; the model answers the rest. Both are kept: it saves work, and no room. */
export const cascade: PlanMethod = {
  id: 'cascade',
  byShare: true,
  takesBits: false,
  leaves: keep => ({ parameters: 1 + keep, multiplyAdds: keep, bytes: 1 + keep }),
  steps({ accuracyLoss, ...plan }, call) {
    return {
      [SMALLER]: taught(plan, call),
      [CASCADE]: { do: 'fuse', members: [SMALLER, call.model], method: { kind: 'cascade', target: { accuracyLoss } } },
    };
  },
  unfit({ task, limited }) {
    if (task !== 'classes') return 'A cascade needs a model that answers with one of several classes: how sure others are can’t be told';
    return SAVED.some(cost => limited.includes(cost)) ? null : 'A cascade saves multiply-adds and time alone, and neither is limited';
  },
};
