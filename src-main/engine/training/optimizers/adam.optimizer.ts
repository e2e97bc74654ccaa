import { defineOptimizer } from '../optimizer.ts';
import { adamInPlace, adamScalars, adamUpdate } from './adam-update.ts';
import { beta1, beta2, epsilon, learningRate } from './common-params.ts';

/** Adam in the form of `adamUpdate`. */
export const adam = defineOptimizer({
  id: 'adam',
  title: 'Adam',
  help: 'Adapts the step of every weight to the size of its past gradients.',
  source: 'Kingma & Ba 2015, arXiv:1412.6980; epsilon placed as in TensorFlow',
  params: { learningRate, beta1, beta2, epsilon },
  revision: 2,
  slots: () => ['m', 'v'],
  scalars: adamScalars,
  update: call => adamUpdate(call, call.parameter),
  inPlace: adamInPlace,
});
