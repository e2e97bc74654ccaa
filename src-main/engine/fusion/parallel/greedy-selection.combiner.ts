import { shuffle, type Random } from '../../../../src-shared/lib/random.ts';
import type { SelectionStep } from '../../../../src-shared/domain/fusion-report.ts';
import { assertHeldOut } from '../held-out.ts';
import { ALL_TASKS, defineCombiner } from './combiner.ts';
import { fitOn, objective } from './fitted-params.ts';
import { meanOfShares, meanOfSharesLayers } from './mean-of-shares.ts';
import { selectionLosses, type SelectionLoss } from './selection-loss.ts';
import { normalised } from './simplex.ts';

/** Members are taken one by one, more than once if need be, whoever makes the mean of all taken so far best. */
export const greedySelection = defineCombiner({
  id: 'greedy-selection',
  title: 'Greedy selection',
  help: 'Takes members one by one, with replacement, each time the one with which the average does best on the validation part.',
  source: 'Caruana et al. 2004, doi:10.1145/1015330.1015432',
  // 2: no bags of few members.
  revision: 2,
  params: {
    fitOn,
    objective,
    rounds: { kind: 'number', label: 'Rounds', help: 'Members taken at most.', default: 30, min: 1, max: 1000, integer: true },
    start: {
      kind: 'number',
      label: 'Sorted start',
      help: 'The best members are taken first, as many as improve the average, at most this many.',
      default: 5,
      min: 1,
      max: 64,
      integer: true,
      source: 'Caruana et al. 2004: against overfitting with few items',
    },
    bags: {
      kind: 'number',
      label: 'Bags',
      help: 'Of ten members or more: further selections from half of them each, drawn by lot; their counts are added up.',
      default: 10,
      min: 0,
      max: 1000,
      integer: true,
    },
  },
  tasks: ALL_TASKS,
  fit({ config, predictions, random }) {
    assertHeldOut(predictions);
    const all = predictions.outputs.map((_, i) => i);
    const lossOf = selectionLosses(predictions, config.objective);
    const main = selectFrom(lossOf(all), all, config);
    const counts = countsOf(main, all.length);
    for (let bag = 0; bag < config.bags && all.length >= FEWEST_BAGGED; bag++) {
      const half = drawn(all, random.split(`bag${bag}`));
      selectFrom(lossOf(half), half, config).forEach(({ member }) => counts[member]!++);
    }
    return { weights: normalised(counts), selection: main };
  },
  combine: meanOfShares,
  layers: meanOfSharesLayers,
});

/**
 * Bags are for libraries of many models: of few members, half of the bags lack the best one, and their counts give its
 * weight to others (measured on five members, where one was far better: 137 errors against its own 131).
 */
const FEWEST_BAGGED = 10;

interface Selecting {
  readonly rounds: number;
  readonly start: number;
}

/** Everyone taken, in order, cut where the loss was least. `members`: whom the loss counts from 0. */
function selectFrom(loss: SelectionLoss, members: readonly number[], { rounds, start }: Selecting): readonly SelectionStep[] {
  const steps = sortedStart(loss, members.length, Math.min(start, rounds));
  while (steps.length < rounds) steps.push(takeBest(loss, members.length));
  const least = steps.reduce((best, step, i) => (step.loss < steps[best]!.loss ? i : best), 0);
  return steps.slice(0, least + 1).map(step => ({ member: members[step.member]!, loss: step.loss }));
}

/** The best ones in the order of their own loss, as long as each makes the average better. */
function sortedStart(loss: SelectionLoss, count: number, most: number): SelectionStep[] {
  const alone = Array.from({ length: count }, (_, member) => ({ member, loss: loss.with(member) })).sort((a, b) => a.loss - b.loss);
  const steps: SelectionStep[] = [];
  for (const { member } of alone.slice(0, most)) {
    const together = loss.with(member);
    if (steps.length > 0 && together >= steps[steps.length - 1]!.loss) break;
    loss.take(member);
    steps.push({ member, loss: together });
  }
  return steps;
}

function takeBest(loss: SelectionLoss, count: number): SelectionStep {
  let best: SelectionStep = { member: 0, loss: Infinity };
  for (let member = 0; member < count; member++) {
    const tried = loss.with(member);
    if (tried < best.loss) best = { member, loss: tried };
  }
  loss.take(best.member);
  return best;
}

function countsOf(steps: readonly SelectionStep[], members: number): number[] {
  const counts = new Array<number>(members).fill(0);
  for (const { member } of steps) counts[member]!++;
  return counts;
}

/** Half of them, at least two. */
function drawn(members: readonly number[], random: Random): readonly number[] {
  const order = [...members];
  shuffle(order, random);
  return order.slice(0, Math.max(2, Math.ceil(members.length / 2))).sort((a, b) => a - b);
}
