import { assertHeldOut } from '../held-out.ts';
import { figuresOf } from '../judge-outputs.ts';
import { defineCalibrator } from './calibrator.ts';

/** ln T is searched between these; a model that is always right has no best temperature, and gets the least. */
const RANGE = 3;
const ROUNDS = 40;
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/** z/T with the temperature of least log loss. No answer changes, only how sure it is. */
export const temperature = defineCalibrator({
  id: 'temperature',
  title: 'Temperature',
  help: 'Divides the logits by one number per member.',
  source: 'Guo et al. 2017, arXiv:1706.04599',
  revision: 1,
  params: {},
  tasks: ['classes', 'binary', 'labels'],
  fit(predictions, member) {
    assertHeldOut(predictions);
    const outputs = predictions.outputs[member]!;
    const lossAt = (log: number): number =>
      figuresOf(
        predictions,
        outputs.map(logit => logit / Math.exp(log)),
      )['logLoss']!;
    const factor = 1 / Math.exp(leastAt(lossAt, -RANGE, RANGE));
    return {
      apply: own => own.map(logit => logit * factor),
      layers: (tail, end) => tail.rescale(end, factor),
    };
  },
});

/** Golden-section search: the loss has one valley in ln T. */
function leastAt(loss: (at: number) => number, from: number, to: number): number {
  let [low, high] = [from, to];
  let [a, b] = [high - GOLDEN * (high - low), low + GOLDEN * (high - low)];
  let [lossA, lossB] = [loss(a), loss(b)];
  for (let round = 0; round < ROUNDS && high - low > 1e-5; round++) {
    if (lossA <= lossB) {
      [high, b, lossB] = [b, a, lossA];
      a = high - GOLDEN * (high - low);
      lossA = loss(a);
    } else {
      [low, a, lossA] = [a, b, lossB];
      b = low + GOLDEN * (high - low);
      lossB = loss(b);
    }
  }
  return (low + high) / 2;
}
