import type { AlgorithmSpec, GroupSpec, OneOfSpec } from '../params/param-spec.ts';
import {
  augment,
  batchSize,
  earlyStopping,
  epochs,
  gradientClipping,
  keep,
  learningRateSchedule,
  optimizer,
  weightDecay,
} from './common-fields.ts';

/** How a network is trained: the fields of every step that trains one from the start. */

const preset = {
  kind: 'algorithm',
  registry: 'preset',
  tag: 'preset',
  label: 'A preset ({ preset: mlp, … })',
} as const satisfies AlgorithmSpec;

const layers = {
  kind: 'group',
  label: 'A list of layers ({ layers: […] })',
  fields: { layers: { kind: 'layers', label: 'Layers' } },
} as const satisfies GroupSpec;

/** Ways to describe a network that is not there yet. */
export const newNetworks = [preset, layers] as const;

/** A network that is not there yet. */
export const newNetwork = { kind: 'one-of', label: 'Model', options: newNetworks } as const satisfies OneOfSpec;

export const trainingFields = {
  optimizer,
  schedule: learningRateSchedule,
  loss: { kind: 'algorithm', registry: 'loss', tag: 'kind', label: 'Loss', help: 'Left out: the one of the task.', optional: true },
  augment,
  epochs,
  batchSize,
  weightDecay,
  gradientClipping,
  earlyStopping,
  keep,
} as const;

const { epochs: _givenByTheBudget, ...varied } = trainingFields;

/** What a search of structure and training may vary; how long a trial trains is the budget's to say. */
export const searchedFields = { model: newNetwork, ...varied } as const;
