import type { ModelGraph } from '../../../../src-shared/domain/graph/model-graph.ts';
import type { SubNetworkCosts } from '../../../../src-shared/domain/slimmable.ts';
import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import type { ChannelGroup } from '../../graph/channel-groups.ts';
import { costsOf } from '../../graph/costs.ts';
import { amountOf, goalWithin, type BudgetName } from '../../pruning/budget.ts';
import { evenWidths, narrowGraph, widthOf, type Widths } from './widths.ts';

/** Up to 1 a share of the whole network's, above 1 a number. */
export type SubNetworkTarget = Readonly<Partial<Record<Exclude<BudgetName, 'sparsity'>, number | undefined>>>;

/** What sub-networks of a network may be. */
export interface Bounds {
  readonly graph: ModelGraph;
  readonly groups: readonly ChannelGroup[];
  /** The narrowest share that was trained. */
  readonly least: number;
  fileBytes(graph: ModelGraph): number;
}

export interface WidthBudget {
  /** The widest sub-network of these relative widths, one positive number a group, that is within the budget. */
  fit(relative: readonly number[]): Widths;
  costs(widths: Widths): SubNetworkCosts;
  /** The same budget with fewer multiply-adds. */
  capped(multiplyAdds: number): WidthBudget;
}

const BUDGETS = ['parameters', 'multiplyAdds', 'bytes'] as const;
/** Halvings of the factor between the narrowest and the widest: finer than a channel. */
const HALVINGS = 24;

/**
 * Makes any draw a sub-network that uses the budget up: a draw says how wide groups are beside each other, a factor for all of
 * them does the rest. Throws `invalid-input` where even the narrowest is over it, `nothing-changed` where the whole network is
 * within.
 */
export function widthBudget(bounds: Bounds, target: SubNetworkTarget): WidthBudget {
  const whole = costsIn(bounds, evenWidths(bounds.groups, 1));
  const narrowest = costsIn(bounds, evenWidths(bounds.groups, bounds.least));
  const asked = BUDGETS.flatMap(name => (target[name] === undefined ? [] : [{ name, amount: target[name] }]));
  if (asked.length === 0) return budgetWithin(bounds, {});
  const open = asked.filter(({ name, amount }) => (amount <= 1 ? amount < 1 : amount < whole[name]));
  const limits = (open.length === 0 ? asked : open).map(budget => {
    const range = { whole: whole[budget.name], least: narrowest[budget.name], units: 'channels' };
    return [budget.name, goalWithin(budget, range)] as const;
  });
  return budgetWithin(bounds, Object.fromEntries(limits));
}

function budgetWithin(bounds: Bounds, limits: Readonly<Partial<Record<keyof SubNetworkCosts, number>>>): WidthBudget {
  const { groups, least } = bounds;
  const costs = (widths: Widths): SubNetworkCosts => costsIn(bounds, widths);
  const fits = (widths: Widths): boolean => {
    const came = costs(widths);
    return BUDGETS.every(name => came[name] <= (limits[name] ?? Infinity) * (1 + 1e-12));
  };
  return {
    costs,
    fit(relative) {
      const at = (factor: number): Widths =>
        Object.fromEntries(groups.map((group, i) => [group.id, widthOf(group, Math.max(least, Math.min(1, factor * relative[i]!)))]));
      let [low, high] = [0, 1 / Math.min(...relative)];
      if (fits(at(high))) return at(high);
      for (let i = 0; i < HALVINGS; i++) {
        const middle = (low + high) / 2;
        if (fits(at(middle))) low = middle;
        else high = middle;
      }
      return at(low);
    },
    capped: multiplyAdds => budgetWithin(bounds, { ...limits, multiplyAdds: Math.min(multiplyAdds, limits.multiplyAdds ?? Infinity) }),
  };
}

function costsIn(bounds: Bounds, widths: Widths): SubNetworkCosts {
  const graph = narrowGraph(bounds.graph, bounds.groups, widths);
  const { parameters, multiplyAdds } = costsOf(graph).total;
  return { parameters, multiplyAdds, bytes: amountOf(graph, 'bytes', bounds) };
}

/** Halvings of the range of multiply-adds, to within a fiftieth of it. */
const PROBES = 6;

/**
 * The budget with as many multiply-adds as an evenly narrow network may have to answer an item in this time, found by measuring.
 * Throws `invalid-input` when the narrowest is not fast enough.
 */
export async function withinTime(
  budget: WidthBudget,
  { groups, most, measure }: { readonly groups: readonly ChannelGroup[]; readonly most: number; measure(widths: Widths): Promise<number> },
): Promise<WidthBudget> {
  const even = groups.map(() => 1);
  const [narrowest, widest] = [budget.capped(0).fit(even), budget.fit(even)];
  if ((await measure(widest)) <= most) return budget;
  const fastest = await measure(narrowest);
  if (fastest > most) {
    throw invalidInput(`A time within reach is required: from ${fastest.toFixed(4)} ms for one item, measured here; got ${most}`, {
      path: 'target.latencyMs',
      hint: 'Ask for more time.',
    });
  }
  let [low, high] = [budget.costs(narrowest).multiplyAdds, budget.costs(widest).multiplyAdds];
  for (let probe = 0; probe < PROBES; probe++) {
    const middle = (low + high) / 2;
    if ((await measure(budget.capped(middle).fit(even))) <= most) low = middle;
    else high = middle;
  }
  return budget.capped(low);
}
