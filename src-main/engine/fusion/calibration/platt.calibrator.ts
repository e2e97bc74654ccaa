import type { HeldOutPredictions } from '../held-out.ts';
import { assertHeldOut } from '../held-out.ts';
import { sharesOf } from '../parallel/shares.ts';
import { figuresOf } from '../judge-outputs.ts';
import { defineCalibrator } from './calibrator.ts';

const MAX_ROUNDS = 100;
/** Pulls factors towards 1 and offsets towards 0, so that a class that never occurs keeps a finite offset. */
const RIDGE = 1e-3;

/** a·z + b with a factor and an offset per class (of one logit: one of each): vector scaling, of which Platt's is the case of two. */
export const platt = defineCalibrator({
  id: 'platt',
  title: 'Platt, vector scaling',
  help: 'A factor and an offset per class.',
  source: 'Platt 1999; several classes: Guo et al. 2017, arXiv:1706.04599',
  revision: 1,
  params: {},
  tasks: ['classes', 'binary', 'labels'],
  fit(predictions, member) {
    assertHeldOut(predictions);
    const { width } = predictions;
    const { factor, offset } = descend(predictions, predictions.outputs[member]!);
    return {
      apply: own => own.map((logit, k) => factor[k % width]! * logit + offset[k % width]!),
      layers: (tail, end) => tail.add('calibrated', 'rescale', { factor: [...factor], offset: [...offset] }, [end]),
    };
  },
});

interface Affine {
  readonly factor: Float64Array;
  readonly offset: Float64Array;
}

/** Newton steps by coordinate (the diagonal of the Hessian), halved until the loss falls: the loss is convex in both. */
function descend(predictions: HeldOutPredictions, outputs: Float32Array): Affine {
  const { width } = predictions;
  let at: Affine = { factor: new Float64Array(width).fill(1), offset: new Float64Array(width) };
  let loss = lossOf(predictions, outputs, at);
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const step = newtonStep(predictions, outputs, at);
    let size = 1;
    let next = moved(at, step, size);
    let tried = lossOf(predictions, outputs, next);
    while (tried > loss && size > 1e-4) {
      size /= 2;
      next = moved(at, step, size);
      tried = lossOf(predictions, outputs, next);
    }
    if (!(tried < loss)) break;
    const gained = loss - tried;
    [at, loss] = [next, tried];
    if (gained < 1e-7) break;
  }
  return at;
}

function lossOf(predictions: HeldOutPredictions, outputs: Float32Array, at: Affine): number {
  const { width } = predictions;
  const scaled = outputs.map((logit, k) => at.factor[k % width]! * logit + at.offset[k % width]!);
  const pull = at.factor.reduce((sum, a, c) => sum + (a - 1) ** 2 + at.offset[c]! ** 2, 0);
  return figuresOf(predictions, scaled)['logLoss']! + (RIDGE * pull) / 2;
}

function newtonStep(predictions: HeldOutPredictions, outputs: Float32Array, at: Affine): Affine {
  const { task, width, targets, items } = predictions;
  const shares = sharesOf(
    task,
    outputs.map((logit, k) => at.factor[k % width]! * logit + at.offset[k % width]!),
    width,
  );
  const slopes = { factor: new Float64Array(width), offset: new Float64Array(width) };
  const curves = { factor: new Float64Array(width).fill(RIDGE), offset: new Float64Array(width).fill(RIDGE) };
  for (let k = 0; k < shares.length; k++) {
    const [c, share, logit] = [k % width, shares[k]!, outputs[k]!];
    const isRight = task === 'classes' ? targets[Math.floor(k / width)] === c : targets[k] === 1;
    const [slope, curve] = [(share - Number(isRight)) / items, (share * (1 - share)) / items];
    slopes.factor[c]! += slope * logit;
    slopes.offset[c]! += slope;
    curves.factor[c]! += curve * logit * logit;
    curves.offset[c]! += curve;
  }
  return {
    factor: slopes.factor.map((slope, c) => -(slope + RIDGE * (at.factor[c]! - 1)) / (2 * curves.factor[c]!)),
    offset: slopes.offset.map((slope, c) => -(slope + RIDGE * at.offset[c]!) / (2 * curves.offset[c]!)),
  };
}

function moved({ factor, offset }: Affine, step: Affine, size: number): Affine {
  return { factor: factor.map((a, c) => a + size * step.factor[c]!), offset: offset.map((b, c) => b + size * step.offset[c]!) };
}
