import { defineLoss } from '../loss.ts';
import { residualLoss } from './residual-loss.ts';

/** Mean of (o − t)² over items and outputs. */
export const mse = defineLoss({
  id: 'mse',
  title: 'Mean squared error',
  source: 'Gauss 1809',
  params: {},
  revision: 2,
  tasks: ['values'],
  value: call => residualLoss(call, { value: d => call.tf.square(d), slope: d => call.tf.mul(d, 2) }),
});
