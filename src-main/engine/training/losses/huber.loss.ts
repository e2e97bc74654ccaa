import type { Tensor } from '../../tensor-library.ts';
import { defineLoss } from '../loss.ts';
import { residualLoss } from './residual-loss.ts';

/** Mean of d²/2 where |d| ≤ δ, else δ·(|d| − δ/2): with c = clip(d, −δ, δ) both are c·(d − c/2), and the slope is c. */
export const huber = defineLoss({
  id: 'huber',
  title: 'Huber',
  help: 'Squared near zero, absolute far away: outliers pull less.',
  source: 'Huber 1964, doi:10.1214/aoms/1177703732',
  params: {
    delta: {
      kind: 'number',
      label: 'Delta',
      help: 'Residual at which it turns linear, in standard deviations of the targets.',
      default: 1,
      min: 0,
      aboveMin: true,
      max: 1e6,
      scale: 'log',
    },
  },
  revision: 2,
  tasks: ['values'],
  value(call) {
    const { tf, config } = call;
    const { delta } = config;
    const clip = (d: Tensor): Tensor => tf.clipByValue(d, -delta, delta);
    return residualLoss(call, {
      value(d) {
        const clipped = clip(d);
        return tf.mul(clipped, tf.sub(d, tf.div(clipped, 2)));
      },
      slope: clip,
    });
  },
});
