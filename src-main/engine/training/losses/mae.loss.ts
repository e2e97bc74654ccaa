import { defineLoss } from '../loss.ts';
import { residualLoss } from './residual-loss.ts';

/** Mean of |o − t| over items and outputs; slope 0 at 0. */
export const mae = defineLoss({
  id: 'mae',
  title: 'Mean absolute error',
  source: 'Laplace 1774',
  params: {},
  revision: 2,
  tasks: ['values'],
  value: call => residualLoss(call, { value: d => call.tf.abs(d), slope: d => call.tf.sign(d) }),
});
