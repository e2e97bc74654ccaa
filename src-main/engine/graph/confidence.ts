import type { Tensor, TensorLibrary } from '../tensor-library.ts';

export const CONFIDENCES = ['max-probability', 'margin', 'entropy'] as const;

/**
 * How sure an answer is, in [0, 1], 1 the surest, from its probabilities: the greatest one; the greatest less the next; one
 * less the entropy as a share of its most, ln K. Source: Wang 2020, arXiv:2012.01988; margin: Scheffer 2001.
 */
export type Confidence = (typeof CONFIDENCES)[number];

/** Keeps the logarithm of a probability that is 0 finite. */
const LEAST_PROBABILITY = 1e-30;

/** Probabilities `[N, K]` of logits `[N, K]` at a temperature; one logit is that of the second of two classes. */
export function probabilitiesAt(tf: TensorLibrary, logits: Tensor, temperature: number): Tensor {
  const scaled = tf.div(logits, temperature);
  if (logits.shape.at(-1) !== 1) return tf.softmax(scaled);
  const second = tf.sigmoid(scaled);
  return tf.concat([tf.sub(1, second), second], -1);
}

/** `[N, K]` probabilities → `[N, 1]`. */
export function confidenceOf(tf: TensorLibrary, probabilities: Tensor, confidence: Confidence): Tensor {
  return TENSOR_FORMS[confidence](tf, probabilities);
}

const TENSOR_FORMS: { readonly [C in Confidence]: (tf: TensorLibrary, p: Tensor) => Tensor } = {
  'max-probability': (tf, p) => tf.max(p, -1, true),
  margin(tf, p) {
    const first = tf.oneHot(tf.cast(tf.argMax(p, -1), 'int32'), p.shape.at(-1) ?? 1);
    return tf.sub(tf.max(p, -1, true), tf.max(tf.sub(p, tf.cast(first, 'float32')), -1, true));
  },
  entropy(tf, p) {
    const most = Math.log(p.shape.at(-1) ?? 1);
    return tf.add(tf.div(tf.sum(tf.mul(p, tf.log(tf.add(p, LEAST_PROBABILITY))), -1, true), most), 1);
  },
};

/** As `probabilitiesAt`, for one row of stored logits. */
export function rowProbabilities(logits: Float32Array, temperature: number): Float64Array {
  if (logits.length === 1) {
    const second = 1 / (1 + Math.exp(-logits[0]! / temperature));
    return Float64Array.of(1 - second, second);
  }
  const most = logits.reduce((high, value) => Math.max(high, value), -Infinity);
  const powers = Float64Array.from(logits, value => Math.exp((value - most) / temperature));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map(power => power / sum);
}

/** As `confidenceOf`, for one row; the tensor form's number to float32 rounding. */
export function rowConfidence(probabilities: Float64Array, confidence: Confidence): number {
  return ROW_FORMS[confidence](probabilities);
}

const ROW_FORMS: { readonly [C in Confidence]: (p: Float64Array) => number } = {
  'max-probability': p => p.reduce((high, value) => Math.max(high, value), 0),
  margin(p) {
    let [first, second] = [-Infinity, -Infinity];
    for (const value of p) {
      if (value > first) [first, second] = [value, first];
      else if (value > second) second = value;
    }
    return first - second;
  },
  entropy: p => 1 + p.reduce((sum, value) => sum + value * Math.log(value + LEAST_PROBABILITY), 0) / Math.log(p.length),
};
