import type { Tensor, TensorLibrary } from '../../tensor-library.ts';
import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import { withoutGradient } from '../../ops/without-gradient.ts';
import { confidenceOf, CONFIDENCES, probabilitiesAt, rowConfidence, rowProbabilities } from '../confidence.ts';
import { defineLayer } from '../layer.ts';
import { requireVector } from '../shape-checks.ts';

/** What a specialist's share of the generalist's belief is at least, so that its logarithm is finite. */
const LEAST = 1e-30;

/**
 * A generalist (the first input, logits over K classes) sends an item to the specialist whose classes its answer is among, unless
 * it is sure by itself. The specialist divides what the generalist believes of its classes anew among them:
 * ln p(k) = ln Σ_{c in its classes} p(c) + ln softmax(z)_k; the other classes stay. An item that goes to none keeps the
 * generalist's logarithms. Items are computed on demand where a back end can.
 */
export const specialists = defineLayer({
  id: 'specialists',
  title: 'Specialists',
  help: 'Sends each item to the input that knows its classes best, as the first input sees it.',
  source: 'Hinton 2015, arXiv:1503.02531, section 5; routing: Jacobs 1991, doi:10.1162/neco.1991.3.1.79',
  revision: 1,
  inputs: [2, 33],
  params: {
    classes: {
      kind: 'list',
      label: 'Classes of each specialist',
      help: 'By input behind the first: which of the first’s classes each of its answers is.',
      of: {
        kind: 'list',
        label: 'Classes',
        of: { kind: 'number', label: 'Class', min: 0, max: 1_000_000, integer: true },
        minItems: 2,
        maxItems: 65_536,
      },
      minItems: 1,
      maxItems: 32,
    },
    confidence: { kind: 'choice', label: 'Confidence', default: 'max-probability', options: CONFIDENCES },
    threshold: {
      kind: 'number',
      label: 'Sure from',
      help: 'At least so sure, the first input answers by itself. Above 1: never.',
      default: 2,
      min: 0,
      max: 2,
    },
  },
  namePrefix: () => 'specialists',
  outputShape({ classes }, inputs) {
    const [first = [], ...others] = inputs;
    const width = requireVector('specialists', first);
    const sizes = others.map(shape => requireVector('specialists', shape));
    if (sizes.length !== classes.length || sizes.some((size, i) => size !== classes[i]!.length)) {
      throw invalidInput(
        `specialists needs a list of classes per input behind the first, got ${classes.map(list => list.length).join(', ')} for ${sizes.join(', ')} answers`,
      );
    }
    const all = classes.flat();
    if (all.every(one => one < width) && new Set(all).size === all.length) return first;
    throw invalidInput(`specialists needs classes below ${width}, each of one specialist only, got ${all.join(', ')}`);
  },
  parameters: () => [],
  apply({ tf, config: { classes, confidence, threshold }, inputs }) {
    const [general, ...others] = inputs as [Tensor, ...Tensor[]];
    const width = general.shape.at(-1) ?? 1;
    const own = tf.logSoftmax(general);
    const unsure = withoutGradient(tf, general, z => {
      const surety = confidenceOf(tf, probabilitiesAt(tf, z, 1), confidence);
      return tf.cast(tf.less(surety, threshold), 'float32');
    });
    return others.reduce((answers, logits, i) => {
      const group = placesOf(classes[i]!, width);
      const sent = tf.mul(
        unsure,
        withoutGradient(tf, general, z => membership(tf, z, group)),
      );
      const place = tf.tensor2d(placement(classes[i]!, width), [classes[i]!.length, width]);
      const divided = tf.add(tf.matMul(tf.logSoftmax(logits) as never, place), logMass(tf, general, group));
      const mask = tf.mul(sent, tf.tensor2d(group, [1, width]));
      return tf.add(tf.mul(mask, divided), tf.mul(tf.sub(1, mask), answers));
    }, own as Tensor);
  },
  multiplyAdds: () => 0,
  channels: () => ({ kind: 'fixed', reason: 'every answer is taken from one of its inputs' }),
  lazy: {
    next({ classes, confidence, threshold }, [general, ...others]) {
      if (general === undefined) return 0;
      const probabilities = rowProbabilities(general, 1);
      if (Math.fround(rowConfidence(probabilities, confidence)) >= Math.fround(threshold)) return null;
      const specialist = classes.findIndex(list => list.includes(greatest(general)));
      return specialist === -1 || others[specialist] !== undefined ? null : specialist + 1;
    },
    result({ classes }, [general, ...others]) {
      const shares = rowProbabilities(general as Float32Array, 1);
      const answers = Float32Array.from(shares, share => Math.log(Math.max(share, LEAST)));
      const specialist = others.findIndex(row => row !== undefined);
      if (specialist === -1) return answers;
      const list = classes[specialist]!;
      const mass = list.reduce((sum, one) => sum + shares[one]!, 0);
      rowProbabilities(others[specialist] as Float32Array, 1).forEach((share, i) => {
        answers[list[i]!] = Math.log(Math.max(mass, LEAST)) + Math.log(Math.max(share, LEAST));
      });
      return answers;
    },
  },
});

/** 1 for each class of the list. */
function placesOf(classes: readonly number[], width: number): Float32Array {
  const places = new Float32Array(width);
  for (const one of classes) places[one] = 1;
  return places;
}

/** `[answers, width]`: 1 where an answer of the specialist is the class. */
function placement(classes: readonly number[], width: number): Float32Array {
  const values = new Float32Array(classes.length * width);
  classes.forEach((one, i) => (values[i * width + one] = 1));
  return values;
}

/** `[N, 1]`: 1 where the greatest of the logits is in the group. */
function membership(tf: TensorLibrary, logits: Tensor, group: Float32Array): Tensor {
  const chosen = tf.cast(tf.oneHot(tf.cast(tf.argMax(logits, -1), 'int32'), group.length), 'float32');
  return tf.sum(tf.mul(chosen, tf.tensor2d(group, [1, group.length])), -1, true);
}

/** `[N, 1]`: ln of the probability of the group. */
function logMass(tf: TensorLibrary, logits: Tensor, group: Float32Array): Tensor {
  const mass = tf.sum(tf.mul(tf.softmax(logits), tf.tensor2d(group, [1, group.length])), -1, true);
  return tf.log(tf.add(mass, LEAST));
}

function greatest(row: Float32Array): number {
  return row.reduce((best, value, i) => (value > row[best]! ? i : best), 0);
}
