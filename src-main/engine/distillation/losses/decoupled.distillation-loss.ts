import { defineDistillationLoss, type AnswerCall } from '../distillation-loss.ts';
import type { ParamValues } from '../../../../src-shared/domain/params/param-spec.ts';
import type { Tensor, TensorLibrary } from '../../tensor-library.ts';
import { bernoulliDivergence } from './bernoulli.ts';
import { alpha, temperature } from './common-params.ts';
import { softmaxDivergence } from './softmax-divergence.ts';

const weight = { kind: 'number', min: 0, max: 100 } as const;
const params = {
  temperature,
  alpha,
  target: { ...weight, label: 'Weight of the right class', default: 1, source: 'Zhao et al. 2022, arXiv:2203.08679' },
  others: {
    ...weight,
    label: 'Weight of the other classes',
    help: 'Among themselves; 1 and 1 − the teacher’s certainty in plain soft targets.',
    default: 2,
    source: 'Zhao et al. 2022, arXiv:2203.08679 use 1 to 10',
  },
} as const;

/** Below every logit there is, so that the class has probability 0 among the others. */
const NEVER = 1000;

/**
 * T²·(target·KL of (right, not right) + others·KL among the other classes). Plain soft targets weigh the second by 1 − the
 * teacher's probability of the right class, and so mute a sure teacher; here the weight is free. Log-odds of the right class
 * are z_y − log Σ_{c≠y} e^{z_c}, so the first part is the divergence of two logits.
 */
export const decoupled = defineDistillationLoss({
  id: 'decoupled',
  title: 'Decoupled soft targets',
  help: 'Weighs how sure the teacher is, and what it thinks of the wrong classes, apart.',
  source: 'Zhao et al. 2022, arXiv:2203.08679',
  params,
  revision: 1,
  tasks: ['classes'],
  compares: { kind: 'answers', rows },
});

function rows({ tf, config, student, teacher, temperature: t, target }: AnswerCall<ParamValues<typeof params>>): Tensor {
  const right = target();
  const [z, wanted] = [apart(tf, tf.div(student, t), right), apart(tf, tf.div(teacher, t), right)];
  const sureness = bernoulliDivergence(tf, z.odds, wanted.odds);
  const amongOthers = softmaxDivergence(tf, z.others, wanted.others);
  return tf.mul(tf.square(t), tf.add(tf.mul(sureness, config.target), tf.mul(amongOthers, config.others)));
}

/** Log-odds of the right class `[N]`, and the logits of the others. */
function apart(tf: TensorLibrary, logits: Tensor, right: Tensor): { readonly odds: Tensor; readonly others: Tensor } {
  const others = tf.sub(logits, tf.mul(right, NEVER));
  return { odds: tf.sub(tf.sum(tf.mul(logits, right), 1), logSum(tf, others)), others };
}

/** log Σ e^x of each row, with the greatest taken out as a constant: its gradient is the softmax. */
function logSum(tf: TensorLibrary, x: Tensor): Tensor {
  const sum = tf.customGrad((...args) => {
    const [rowsIn, save] = args as unknown as [Tensor, (saved: Tensor[]) => void];
    const greatest = tf.max(rowsIn, 1, true);
    const powers = tf.exp(tf.sub(rowsIn, greatest));
    const total = tf.sum(powers, 1, true);
    save([tf.div(powers, total)]);
    const gradFunc = (dy: Tensor, saved: Tensor[]): Tensor => tf.mul(tf.reshape(dy, [-1, 1]), saved[0]!);
    return { value: tf.reshape(tf.add(greatest, tf.log(total)), [-1]), gradFunc };
  });
  return sum(x);
}
