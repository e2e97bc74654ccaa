import type { Scalar, Tensor } from '../../tensor-library.ts';
import type { LossCall } from '../loss.ts';
import { itemColumn, timesColumn } from './item-factor.ts';

export interface ResidualRule {
  /** Loss of every residual. */
  value(residual: Tensor): Tensor;
  /** Its derivative. */
  slope(residual: Tensor): Tensor;
}

type ResidualCall = Pick<LossCall<unknown>, 'tf' | 'outputs' | 'targets' | 'itemWeights'>;

/** Mean over items and outputs of a function of outputs − targets. */
export function residualLoss({ tf, outputs, targets, itemWeights = null }: ResidualCall, rule: ResidualRule): Scalar {
  const mean = tf.customGrad((...args) => {
    const [answers, save] = args as unknown as [Tensor, (saved: Tensor[]) => void];
    const residual = tf.sub(answers, targets);
    const column = itemColumn(tf, itemWeights);
    save([residual, ...column]);
    const gradFunc = (dy: Tensor, saved: Tensor[]): Tensor =>
      tf.mul(timesColumn(tf, rule.slope(saved[0]!), saved[1]), tf.div(dy, residual.size));
    return { value: tf.mean(timesColumn(tf, rule.value(residual), column[0])), gradFunc };
  });
  return mean(outputs) as Scalar;
}
