import { beforeAll, expect, it } from 'vitest';
import { adjustGradients } from '../../../../src-main/engine/training/gradients.ts';
import { createStepPlan } from '../../../../src-main/engine/training/prepare.ts';
import type { TensorLibrary } from '../../../../src-main/engine/tensor-library.ts';
import { referenceEngine } from '../../../support/reference-engine.ts';
import { smallSetup } from '../../../support/small-training.ts';

let tf: TensorLibrary;
beforeAll(async () => {
  tf = await referenceEngine();
});

it('a penalty adds its strength with the sign of the value, to the arrays it names and to no others; a mask comes after it', () => {
  const { plan } = createStepPlan(smallSetup(tf, { weightDecay: 0, gradientClipping: undefined }));
  const penalty = { strength: 0.25, names: new Set(['norm1/scale']) };
  const array = (...values: number[]) => tf.tensor1d(values);
  const names = ['norm1/scale', 'norm1/offset'];
  const parameters = Object.fromEntries(names.map(name => [name, array(2, -3, 0, 1)]));
  const gradients = Object.fromEntries(names.map(name => [name, array(1, 1, 1, 1)]));
  const adjusted = adjustGradients({ ...plan, penalty }, parameters, gradients, { 'norm1/scale': array(1, 1, 1, 0) });
  expect([...adjusted['norm1/scale']!.dataSync()]).toEqual([1.25, 0.75, 1, 0]);
  expect([...adjusted['norm1/offset']!.dataSync()]).toEqual([1, 1, 1, 1]);
});
