import type { Scalar, Tensor, TensorLibrary } from '../../tensor-library.ts';

export interface ResidualRule {
  /** Loss of every residual. */
  value(residual: Tensor): Tensor;
  /** Its derivative. */
  slope(residual: Tensor): Tensor;
}

/** Mean over items and outputs of a function of outputs − targets. */
export function residualLoss(tf: TensorLibrary, outputs: Tensor, targets: Tensor, rule: ResidualRule): Scalar {
  const mean = tf.customGrad((...args) => {
    const [answers, save] = args as unknown as [Tensor, (saved: Tensor[]) => void];
    const residual = tf.sub(answers, targets);
    save([residual]);
    const gradFunc = (dy: Tensor, saved: Tensor[]): Tensor => tf.mul(rule.slope(saved[0]!), tf.div(dy, residual.size));
    return { value: tf.mean(rule.value(residual)), gradFunc };
  });
  return mean(outputs) as Scalar;
}
