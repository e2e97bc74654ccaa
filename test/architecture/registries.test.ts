import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readers } from '../../src-main/engine/data/readers/index.ts';
import { foldKinds } from '../../src-main/engine/evaluation/cross-validation/folds/index.ts';
import { distillationLosses } from '../../src-main/engine/distillation/losses/index.ts';
import { columnEncodings } from '../../src-main/engine/data/table/encodings/index.ts';
import { metrics } from '../../src-main/engine/evaluation/metrics/index.ts';
import { formats } from '../../src-main/engine/formats/index.ts';
import { soundFeatures } from '../../src-main/engine/data/sound/features/index.ts';
import { tokenisers } from '../../src-main/engine/data/text/tokenisers/index.ts';
import { rangeEstimators } from '../../src-main/engine/quantisation/ranges/index.ts';
import { calibrators } from '../../src-main/engine/fusion/calibration/index.ts';
import { combiners } from '../../src-main/engine/fusion/parallel/index.ts';
import { chains } from '../../src-main/engine/fusion/serial/index.ts';
import { learners } from '../../src-main/engine/fusion/stacking/index.ts';
import { layers } from '../../src-main/engine/graph/layers/index.ts';
import { presets } from '../../src-main/engine/graph/presets/index.ts';
import { modelReaders } from '../../src-main/engine/imports/readers/index.ts';
import { granularities } from '../../src-main/engine/pruning/granularities/index.ts';
import { criteria } from '../../src-main/engine/pruning/criteria/index.ts';
import { pruningSchedules } from '../../src-main/engine/pruning/schedules/index.ts';
import { samplers } from '../../src-main/engine/search/samplers/index.ts';
import { schedulers } from '../../src-main/engine/search/schedulers/index.ts';
import { morphisms } from '../../src-main/engine/search/morphisms/index.ts';
import { augmentations } from '../../src-main/engine/training/augmentations/index.ts';
import { losses } from '../../src-main/engine/training/losses/index.ts';
import { optimizers } from '../../src-main/engine/training/optimizers/index.ts';
import { schedules } from '../../src-main/engine/training/schedules/index.ts';
import { jobs } from '../../src-main/jobs/index.ts';
import { CONTRACTS } from '../../src-shared/contracts/channels.ts';
import { planMethods } from '../../src-shared/domain/fit/methods/index.ts';
import { jobKinds, stepKinds } from '../../src-shared/domain/recipe/steps/index.ts';
import { textOf, trackedFiles } from '../support/sources.ts';

const REGISTRIES = {
  layer: layers,
  preset: presets,
  optimizer: optimizers,
  schedule: schedules,
  'pruning-schedule': pruningSchedules,
  loss: losses,
  augmentation: augmentations,
  'distillation-loss': distillationLosses,
  criterion: criteria,
  granularity: granularities,
  combiner: combiners,
  chain: chains,
  learner: learners,
  calibrator: calibrators,
  'range-estimator': rangeEstimators,
  feature: soundFeatures,
  tokeniser: tokenisers,
  sampler: samplers,
  scheduler: schedulers,
  reader: readers,
  'model-reader': modelReaders,
  morphism: morphisms,
  'column-encoding': columnEncodings,
  metric: metrics,
  folds: foldKinds,
  format: formats,
  'plan-method': planMethods,
  step: stepKinds,
  job: jobs,
} as const;

/** Roles whose files are listed somewhere, but have no ids: names, and where they are listed. */
const LISTS: Readonly<Record<string, string>> = {
  contract: 'src-shared/contracts/channels.ts',
  kernel: 'src-main/engine/backends/wasm/kernels/index.ts',
  'native-kernel': 'src-main/engine/backends/libtensorflow/kernels/index.ts',
};

/** `adam.optimizer.ts` has the role `optimizer` and the name `adam`. */
const withRoles = trackedFiles().flatMap(file => {
  const [, name, role] = /^([a-z0-9-]+)\.([a-z-]+)\.ts$/.exec(basename(file)) ?? [];
  return /^src-(main|shared)\//.test(file) && name !== undefined && role !== undefined && role !== 'd' ? [{ file, name, role }] : [];
});
const namesOf = (role: string): readonly string[] => withRoles.filter(file => file.role === role).map(({ name }) => name);

describe('a registry', () => {
  it.each(Object.entries(REGISTRIES))(
    'of every *.%s.ts has each file under the id that its name says, and nothing else',
    (role, registry) => {
      expect(registry.all.map(({ id }) => id).sort()).toEqual([...namesOf(role)].sort());
    },
  );

  it('exists for every role that a file name claims', () => {
    const roles = new Set(withRoles.map(({ role }) => role));
    expect([...roles].sort()).toEqual([...Object.keys(REGISTRIES), ...Object.keys(LISTS)].sort());
  });

  it.each(Object.entries(LISTS))('of every *.%s.ts imports each file', (role, index) => {
    const text = textOf(index) ?? '';
    expect(namesOf(role).filter(name => !text.includes(`'./${name}.${role}.ts'`))).toEqual([]);
  });
});

it('has a contract in the list for every contract file, under the name of the file', () => {
  expect(CONTRACTS.map(({ name }) => name as string).sort()).toEqual([...namesOf('contract')].sort());
});

it('has exactly one job for every step kind and for the parts of those that come apart, and no job that no step asks for', () => {
  expect(jobs.all.map(({ id }) => id).sort()).toEqual(jobKinds.all.map(({ id }) => id).sort());
});
