import { assertHeldOut, type HeldOutPredictions } from '../held-out.ts';
import { logitsOfShares, sharesOf } from '../parallel/shares.ts';
import { defineCalibrator } from './calibrator.ts';

/** A curve of more points is thinned out: neighbouring blocks are joined. */
const MOST_POINTS = 64;

/**
 * Each class against the rest: the rising curve of least squared error from its probability to how often it is right,
 * straight between the blocks' middles; then normalised, as a softmax over its logarithms does.
 */
export const isotonic = defineCalibrator({
  id: 'isotonic',
  title: 'Isotonic',
  help: 'A rising curve per class; needs some thousand items.',
  source: 'Zadrozny & Elkan 2002, doi:10.1145/775047.775151',
  revision: 1,
  params: {},
  tasks: ['classes', 'binary', 'labels'],
  fit(predictions, member) {
    assertHeldOut(predictions);
    const { task, width } = predictions;
    const shares = sharesOf(task, predictions.outputs[member]!, width);
    const curves = Array.from({ length: width }, (_, c) => risingCurve(pointsOf(predictions, shares, c), predictions.items));
    return {
      apply(own) {
        const curved = sharesOf(task, own, width).map((share, k) => valueAt(curves[k % width]!, share));
        return logitsOfShares(task, curved);
      },
      layers(tail, end) {
        const config = { at: curves.map(({ at }) => at), values: curves.map(({ values }) => values) };
        return tail.logits(tail.add('calibrated', 'piecewise-linear', config, [tail.shares(end)]), false);
      },
    };
  },
});

interface Point {
  readonly share: number;
  readonly right: number;
}

interface Curve {
  readonly at: readonly number[];
  readonly values: readonly number[];
}

function pointsOf({ task, width, targets, items }: HeldOutPredictions, shares: Float32Array, c: number): readonly Point[] {
  return Array.from({ length: items }, (_, i) => {
    const right = task === 'classes' ? Number(targets[i] === c) : targets[i * width + c]!;
    return { share: shares[i * width + c]!, right };
  }).sort((a, b) => a.share - b.share);
}

interface Block {
  count: number;
  share: number;
  right: number;
}

/** Pool adjacent violators (Ayer et al. 1955); never 0 or 1, by half an item. */
function risingCurve(points: readonly Point[], items: number): Curve {
  const blocks: Block[] = [];
  for (const { share, right } of points) {
    blocks.push({ count: 1, share, right });
    while (blocks.length > 1 && !isAbove(blocks[blocks.length - 1]!, blocks[blocks.length - 2]!)) join(blocks, blocks.length - 2);
  }
  while (blocks.length > MOST_POINTS) join(blocks, closestPair(blocks));
  const least = 0.5 / (items + 1);
  return {
    at: blocks.map(({ share, count }) => share / count),
    values: blocks.map(({ right, count }) => Math.min(1 - least, Math.max(least, right / count))),
  };
}

/** Further to the right as float32, and higher. */
function isAbove(later: Block, earlier: Block): boolean {
  const apart = later.share / later.count - earlier.share / earlier.count;
  return later.right * earlier.count > earlier.right * later.count && apart > 1e-6;
}

function join(blocks: Block[], at: number): void {
  const [a, b] = blocks.slice(at, at + 2) as [Block, Block];
  blocks.splice(at, 2, { count: a.count + b.count, share: a.share + b.share, right: a.right + b.right });
}

/** The neighbours whose heights differ least. */
function closestPair(blocks: readonly Block[]): number {
  const gap = (i: number): number => blocks[i + 1]!.right / blocks[i + 1]!.count - blocks[i]!.right / blocks[i]!.count;
  let closest = 0;
  for (let i = 1; i + 1 < blocks.length; i++) if (gap(i) < gap(closest)) closest = i;
  return closest;
}

function valueAt({ at, values }: Curve, share: number): number {
  const next = at.findIndex(place => place > share);
  if (next === 0) return values[0]!;
  if (next < 0) return values[values.length - 1]!;
  const part = (share - at[next - 1]!) / (at[next]! - at[next - 1]!);
  return values[next - 1]! + part * (values[next]! - values[next - 1]!);
}
