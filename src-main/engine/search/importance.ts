import { encode } from '../../../src-shared/domain/search/assignments.ts';
import type { Space } from '../../../src-shared/domain/search/space.ts';
import { createRandom } from '../../../src-shared/lib/random.ts';
import { growForest, type Tree } from './forest.ts';
import { costsOf, type Study } from './trial.ts';

export interface Importance {
  readonly dimension: string;
  /** Share of the cost's variance that the dimension explains alone, averaged over the trees, in [0, 1]. */
  readonly share: number;
}

const TREES = 32;
const LEAST_TRIALS = 10;

/**
 * Functional analysis of variance on a random forest: how much of what differs between configurations each dimension
 * explains by itself, the others taken as an average over all their values. Null with too few trials, or where all are
 * alike. What takes no part lies in the middle of its range. Hutter et al. 2014, proceedings.mlr.press/v32/hutter14.
 */
export function importanceOf(study: Study, objective = 0): readonly Importance[] | null {
  const measured = study.trials.flatMap(trial => {
    const cost = costsOf(trial, study.directions)?.[objective];
    return cost === undefined ? [] : [{ point: pointIn(study.space, trial.assignment), cost }];
  });
  if (measured.length < LEAST_TRIALS) return null;
  const samples = { points: measured.map(({ point }) => point), values: measured.map(({ cost }) => cost) };
  const trees = growForest(samples, TREES, createRandom(0).split('importance'));
  const perTree = trees.map(tree => sharesOf(tree, study.space.dimensions.length)).filter(shares => shares !== null);
  if (perTree.length === 0) return null;
  return study.space.dimensions
    .map(({ name }, i) => ({ dimension: name, share: perTree.reduce((sum, shares) => sum + shares[i]!, 0) / perTree.length }))
    .sort((a, b) => b.share - a.share);
}

function pointIn(space: Space, assignment: Readonly<Record<string, number>>): Float64Array {
  return encode(space, assignment).map(u => (Number.isNaN(u) ? 0.5 : u));
}

/** A leaf is a box: its sides by coordinate. */
interface Leaf {
  readonly value: number;
  readonly low: Float64Array;
  readonly high: Float64Array;
}

function leavesOf(tree: Tree, low: Float64Array, high: Float64Array): readonly Leaf[] {
  if (!('at' in tree)) return [{ value: tree.value, low, high }];
  const { coordinate, at } = tree;
  const leftHigh = high.map((side, i) => (i === coordinate ? at : side));
  const rightLow = low.map((side, i) => (i === coordinate ? at : side));
  return [...leavesOf(tree.left, low, leftHigh), ...leavesOf(tree.right, rightLow, high)];
}

/** Var(mean over all but one coordinate) / Var, exactly, over the even distribution; null for a tree that is one leaf. */
function sharesOf(tree: Tree, size: number): readonly number[] | null {
  const leaves = leavesOf(tree, new Float64Array(size), new Float64Array(size).fill(1));
  const volumes = leaves.map(({ low, high }) => low.reduce((product, side, i) => product * (high[i]! - side), 1));
  const mean = leaves.reduce((sum, { value }, k) => sum + value * volumes[k]!, 0);
  const variance = leaves.reduce((sum, { value }, k) => sum + (value - mean) ** 2 * volumes[k]!, 0);
  if (variance <= 0) return null;
  return Array.from({ length: size }, (_, i) => marginalVariance(leaves, volumes, i, mean) / variance);
}

function marginalVariance(leaves: readonly Leaf[], volumes: readonly number[], coordinate: number, mean: number): number {
  const cuts = [...new Set(leaves.flatMap(({ low, high }) => [low[coordinate]!, high[coordinate]!]))].sort((a, b) => a - b);
  let sum = 0;
  for (let c = 0; c + 1 < cuts.length; c++) {
    const [from, to] = [cuts[c]!, cuts[c + 1]!];
    const marginal = leaves.reduce((total, { value, low, high }, k) => {
      const width = high[coordinate]! - low[coordinate]!;
      return low[coordinate]! <= from && high[coordinate]! >= to ? total + (value * volumes[k]!) / width : total;
    }, 0);
    sum += (marginal - mean) ** 2 * (to - from);
  }
  return sum;
}
