import type { Catalog, CatalogEntry } from '../../src-shared/domain/params/param-spec.ts';
import type { StepKindView } from '../../src-shared/contracts/workspace.contract.ts';
import { stepKinds } from '../../src-shared/domain/recipe/steps/index.ts';
import { soundFeatures } from '../engine/data/sound/features/index.ts';
import { tokenisers } from '../engine/data/text/tokenisers/index.ts';
import { columnEncodings, encodingsOf } from '../engine/data/table/encodings/index.ts';
import { readers } from '../engine/data/readers/index.ts';
import { foldKinds } from '../engine/evaluation/cross-validation/folds/index.ts';
import { distillationLosses } from '../engine/distillation/losses/index.ts';
import { metrics } from '../engine/evaluation/metrics/index.ts';
import { formats } from '../engine/formats/index.ts';
import { calibrators } from '../engine/fusion/calibration/index.ts';
import { fusionMethods } from '../engine/fusion/methods.ts';
import { learners } from '../engine/fusion/stacking/index.ts';
import { layers } from '../engine/graph/layers/index.ts';
import { presets } from '../engine/graph/presets/index.ts';
import { modelReaders } from '../engine/imports/readers/index.ts';
import { granularities } from '../engine/pruning/granularities/index.ts';
import { criteria } from '../engine/pruning/criteria/index.ts';
import { pruningSchedules } from '../engine/pruning/schedules/index.ts';
import { rangeEstimators } from '../engine/quantisation/ranges/index.ts';
import { samplers } from '../engine/search/samplers/index.ts';
import { schedulers } from '../engine/search/schedulers/index.ts';
import { augmentations } from '../engine/training/augmentations/index.ts';
import { losses } from '../engine/training/losses/index.ts';
import { optimizers } from '../engine/training/optimizers/index.ts';
import { schedules } from '../engine/training/schedules/index.ts';

/** Every registry, by the name parameter specs know it by: one line to add one. */
const REGISTRIES: Readonly<Record<string, { readonly all: readonly CatalogEntry[] }>> = {
  reader: readers,
  'model-reader': modelReaders,
  'sound-feature': soundFeatures,
  tokeniser: tokenisers,
  'column-encoding': columnEncodings,
  'number-encoding': encodingsOf('number'),
  'category-encoding': encodingsOf('category'),
  preset: presets,
  layer: layers,
  optimizer: optimizers,
  schedule: schedules,
  loss: losses,
  augmentation: augmentations,
  folds: foldKinds,
  'distillation-loss': distillationLosses,
  learner: learners,
  criterion: criteria,
  granularity: granularities,
  'pruning-schedule': pruningSchedules,
  'fusion-method': fusionMethods,
  calibrator: calibrators,
  sampler: samplers,
  scheduler: schedulers,
  metric: metrics,
  format: formats,
  'range-estimator': rangeEstimators,
};

/** All algorithms as plain data: functions stay behind. */
export function createCatalog(): Catalog {
  return Object.fromEntries(Object.entries(REGISTRIES).map(([name, registry]) => [name, registry.all.map(entryOf)]));
}

export function stepKindViews(): StepKindView[] {
  return stepKinds.all.map(({ id, title, help, fields, spread, produces, overGroups }) => ({
    id,
    title,
    help,
    fields,
    produces,
    overGroups,
    ...(spread === undefined ? {} : { spread }),
  }));
}

/** Without functions. */
export function entryOf(entry: CatalogEntry): CatalogEntry {
  const { id, title, help, source, params, revision, shorthand, widths, matches, together, holds } = entry;
  return {
    id,
    title,
    source,
    params,
    revision,
    ...(help === undefined ? {} : { help }),
    ...(shorthand === undefined ? {} : { shorthand }),
    ...(widths === undefined ? {} : { widths }),
    ...(matches === undefined ? {} : { matches }),
    ...(together === undefined ? {} : { together }),
    ...(holds === undefined ? {} : { holds }),
  };
}
