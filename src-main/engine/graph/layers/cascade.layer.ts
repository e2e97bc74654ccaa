import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import { withoutGradient } from '../../ops/without-gradient.ts';
import type { Tensor, TensorLibrary } from '../../tensor-library.ts';
import { confidenceOf, CONFIDENCES, probabilitiesAt, rowConfidence, rowProbabilities, type Confidence } from '../confidence.ts';
import { defineLayer } from '../layer.ts';
import { requireVector, shapeText } from '../shape-checks.ts';

/**
 * The logits of the first stage that is sure of its answer, at its own temperature; else the last stage's. Here all stages
 * are computed, and the gradient goes to the stage that answers; where a back end computes on demand, an item stops at its
 * stage (`lazy`), with the same answer.
 */
export const cascade = defineLayer({
  id: 'cascade',
  title: 'Cascade',
  help: 'Takes each item’s answer from the first of its inputs that is sure enough.',
  source: 'Wang 2020, arXiv:2012.01988; temperatures: Guo 2017, arXiv:1706.04599',
  revision: 1,
  inputs: [2, 8],
  params: {
    confidence: { kind: 'choice', label: 'Confidence', default: 'max-probability', options: CONFIDENCES },
    thresholds: {
      kind: 'list',
      label: 'Thresholds',
      help: 'Of every input but the last: at least so sure, and its answer counts. Above 1: never.',
      of: { kind: 'number', label: 'Threshold', min: 0, max: 2 },
      minItems: 1,
      maxItems: 7,
    },
    temperatures: {
      kind: 'list',
      label: 'Temperatures',
      help: 'Of every input: what its logits are divided by.',
      of: { kind: 'number', label: 'Temperature', min: 0.001, max: 1000, scale: 'log' },
      minItems: 2,
      maxItems: 8,
    },
  },
  namePrefix: () => 'cascade',
  outputShape({ thresholds, temperatures }, inputs) {
    if (thresholds.length !== inputs.length - 1 || temperatures.length !== inputs.length) {
      const required = `${inputs.length - 1} thresholds and ${inputs.length} temperatures are required for ${inputs.length} inputs`;
      throw invalidInput(`${required}, got ${thresholds.length} and ${temperatures.length}`);
    }
    const [first = [], ...others] = inputs;
    requireVector('cascade', first);
    if (others.every(shape => shapeText(shape) === shapeText(first))) return first;
    throw invalidInput(`cascade needs inputs of equal shape, got ${inputs.map(shapeText).join(' and ')}`);
  },
  parameters: () => [],
  apply({ tf, config: { confidence, thresholds, temperatures }, inputs }) {
    const scaled = inputs.map((logits, i) => tf.div(logits, temperatures[i]!));
    const last = scaled.at(-1) as Tensor;
    return inputs.slice(0, -1).reduceRight((later, logits, i) => {
      const gate = gateOf(tf, logits, { confidence, temperature: temperatures[i]!, threshold: thresholds[i]! });
      return tf.add(tf.mul(gate, scaled[i]!), tf.mul(tf.sub(1, gate), later));
    }, last);
  },
  multiplyAdds: () => 0,
  channels: () => ({ kind: 'fixed', reason: 'every answer is taken whole from one of its inputs' }),
  lazy: {
    next({ confidence, thresholds, temperatures }, row) {
      const asked = row.findIndex(values => values === undefined);
      if (asked <= 0) return asked === 0 ? 0 : null;
      const surety = rowConfidence(rowProbabilities(row[asked - 1]!, temperatures[asked - 1]!), confidence);
      return Math.fround(surety) >= Math.fround(thresholds[asked - 1]!) ? null : asked;
    },
    result({ temperatures }, row) {
      const unasked = row.indexOf(undefined);
      const stage = (unasked === -1 ? row.length : unasked) - 1;
      return row[stage]!.map(value => value / temperatures[stage]!);
    },
  },
});

interface Gate {
  readonly confidence: Confidence;
  readonly temperature: number;
  readonly threshold: number;
}

/** `[N, 1]`: 1 where the stage is sure. A step has no slope: the logits get no gradient through it. */
function gateOf(tf: TensorLibrary, logits: Tensor, { confidence, temperature, threshold }: Gate): Tensor {
  return withoutGradient(tf, logits, x => {
    const surety = confidenceOf(tf, probabilitiesAt(tf, x, temperature), confidence);
    return tf.cast(tf.greaterEqual(surety, threshold), 'float32');
  });
}
