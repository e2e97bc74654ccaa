import { createRegistry } from '../../../lib/registry.ts';
import type { StepKind } from '../step-kind.ts';
import { checkUp } from './check-up.step.ts';
import { cluster } from './cluster.step.ts';
import { compare } from './compare.step.ts';
import { crossValidate } from './cross-validate.step.ts';
import { distill } from './distill.step.ts';
import { evaluate } from './evaluate.step.ts';
import { exportStep } from './export.step.ts';
import { factorise } from './factorise.step.ts';
import { fit } from './fit.step.ts';
import { fuse } from './fuse.step.ts';
import { importData } from './import-data.step.ts';
import { importModel } from './import-model.step.ts';
import { latencyStep } from './latency.step.ts';
import { predictStep } from './predict.step.ts';
import { prune } from './prune.step.ts';
import { quantise } from './quantise.step.ts';
import { search } from './search.step.ts';
import { slim } from './slim.step.ts';
import { squash } from './squash.step.ts';
import { subnet } from './subnet.step.ts';
import { train } from './train.step.ts';

/** In the order of the "new experiment" screen. A test fails when a *.step.ts of this folder is missing here. */
export const stepKinds = createRegistry<StepKind>([
  importData,
  importModel,
  train,
  crossValidate,
  search,
  slim,
  subnet,
  fit,
  prune,
  factorise,
  cluster,
  quantise,
  distill,
  squash,
  fuse,
  evaluate,
  checkUp,
  compare,
  exportStep,
  latencyStep,
  predictStep,
]);

/** Everything a job can be: the kinds of steps, and of the parts of those that come apart. */
export const jobKinds = createRegistry<StepKind>(
  stepKinds.all.flatMap(kind => (kind.parts === undefined ? [kind] : [kind, kind.parts.kind])),
);
