import type { ModelGraph } from '../../../../src-shared/domain/graph/model-graph.ts';
import type { AlgorithmValue } from '../../../../src-shared/domain/params/param-spec.ts';
import { splitAlgorithm } from '../../../../src-shared/domain/params/parse-algorithm.ts';
import type { Space } from '../../../../src-shared/domain/search/space.ts';
import type { SubNetworkReport, TriedSubNetwork } from '../../../../src-shared/domain/slimmable.ts';
import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import { canonicalJson } from '../../../../src-shared/lib/json.ts';
import { createRandom } from '../../../../src-shared/lib/random.ts';
import type { ChannelGroup } from '../../graph/channel-groups.ts';
import type { TrainingHooks } from '../../training/hooks.ts';
import { reestimateStatistics } from '../../training/reestimate-statistics.ts';
import { samplers } from '../samplers/index.ts';
import type { Study, Trial } from '../trial.ts';
import { judgeNetwork, type JudgeSetup } from './judge-network.ts';
import { widthBudget, withinTime, type SubNetworkTarget, type WidthBudget } from './sub-network-budget.ts';
import { evenWidths, extract, narrowGraph, type WideNetwork, type Widths } from './widths.ts';

export interface SubNetworkSearch extends JudgeSetup {
  readonly network: WideNetwork;
  readonly groups: readonly ChannelGroup[];
  /** The narrowest share that was trained. */
  readonly least: number;
  readonly target: SubNetworkTarget & { readonly latencyMs?: number | undefined };
  readonly trials: number;
  readonly sampler: AlgorithmValue;
  fileBytes(graph: ModelGraph): number;
  /** Milliseconds for one item. */
  measure(graph: ModelGraph): Promise<number>;
}

/**
 * The best of some sub-networks within a budget, each judged on the validation part as it comes out of the wide network, with
 * statistics measured anew (AutoSlim searches so, too: Yu & Huang 2019, arXiv:1903.11728; here by any sampler, whose draws are
 * fitted to the budget). The first is as narrow everywhere: what the search has to beat. Apart from measured times, the same
 * arguments give the same result.
 */
export async function searchSubNetworks(setup: SubNetworkSearch, hooks: TrainingHooks): Promise<SubNetworkReport> {
  const { groups, network, target, trials } = setup;
  if (setup.data.count('validation') === 0) {
    throw invalidInput('Sub-networks are chosen by validation items, but the data has none', {
      path: 'model',
      hint: 'Import the data with a validation part.',
    });
  }
  const timed = remembered(widths => setup.measure(narrowGraph(network.graph, groups, widths)));
  const budget = await budgetOf(setup, timed);
  const tried: TriedSubNetwork[] = [];
  const history: Trial[] = [];
  for (let number = 0; number < trials; number++) {
    // Told as steps, so that engines are compared by them.
    hooks.report({ fraction: number / trials, stage: 'choosing', step: number, steps: trials });
    const assignment = number === 0 ? evenDraw(groups, setup.least) : drawn(setup, history, number);
    if (assignment === null) break;
    const widths = budget.fit(groups.map((_, place) => assignment[nameOf(place)] ?? 1));
    const known = tried.find(one => canonicalJson(one.widths) === canonicalJson(widths));
    const one = known ?? (await judged(setup, { widths, budget, timed }, hooks));
    if (known === undefined) tried.push(one);
    history.push(trialOf(number, assignment, one));
    await hooks.turn();
  }
  const chosen = best(tried);
  if (chosen < 0) {
    throw invalidInput(`A time that some sub-network keeps is required, got ${target.latencyMs} ms`, {
      path: 'target.latencyMs',
      hint: 'Ask for more time.',
    });
  }
  return {
    tried,
    chosen,
    whole: budget.costs(evenWidths(groups, 1)),
    groups: groups.map(({ id, channels }) => ({ id, channels })),
  };
}

type Timed = (widths: Widths) => Promise<number>;

async function budgetOf(setup: SubNetworkSearch, timed: Timed): Promise<WidthBudget> {
  const { network, groups, least, target } = setup;
  const budget = widthBudget({ graph: network.graph, groups, least, fileBytes: graph => setup.fileBytes(graph) }, target);
  const { latencyMs } = target;
  return latencyMs === undefined ? budget : withinTime(budget, { groups, most: latencyMs, measure: timed });
}

/** The next draw of the sampler: how wide every group is beside the others. */
function drawn(
  { groups, least, sampler: value, seed }: SubNetworkSearch,
  trials: readonly Trial[],
  number: number,
): Trial['assignment'] | null {
  const { id, params: config } = splitAlgorithm(value);
  const sampler = samplers.require(id);
  const space = spaceOf(groups, least);
  const unfit = sampler.unfit(space, 1, config);
  if (unfit !== null) throw invalidInput(unfit, { path: 'sampler.kind' });
  const study: Study = { space, directions: ['minimise'], trials };
  const shared = createRandom(seed).split('search');
  return sampler.suggest({ study, config, shared, random: shared.split(number) })?.assignment ?? null;
}

/** One dimension a group, on a logarithmic scale: factors count alike. */
function spaceOf(groups: readonly ChannelGroup[], least: number): Space {
  const dimensions = groups.map((_, place) => ({
    name: nameOf(place),
    domain: { kind: 'number' as const, from: Math.min(least, 0.99), to: 1, scale: 'log' as const },
    conditions: [],
  }));
  const fields = dimensions.map(({ name }) => [name, { kind: 'number' as const, dimension: name }] as const);
  return { dimensions, template: { kind: 'block', fields: Object.fromEntries(fields) } };
}

function nameOf(place: number): string {
  return `width.${place}`;
}

function evenDraw(groups: readonly ChannelGroup[], least: number): Trial['assignment'] {
  // In the middle, so that a sampler that learns from it may go either way.
  return Object.fromEntries(groups.map((_, place) => [nameOf(place), Math.sqrt(Math.min(least, 0.99))]));
}

interface Draw {
  readonly widths: Widths;
  readonly budget: WidthBudget;
  readonly timed: Timed;
}

async function judged(setup: SubNetworkSearch, { widths, budget, timed }: Draw, hooks: TrainingHooks): Promise<TriedSubNetwork> {
  const { network, groups, target, tf, data, batchSize, seed } = setup;
  const latency = target.latencyMs === undefined ? {} : { latencyMs: await timed(widths) };
  const costs = { widths, ...budget.costs(widths), ...latency };
  if (latency.latencyMs !== undefined && latency.latencyMs > (target.latencyMs ?? Infinity)) return { ...costs, validation: null };
  const turn = (): Promise<void> => hooks.turn();
  const narrow = extract(network, groups, widths);
  const parameters = await reestimateStatistics({ tf, ...narrow, data, batchSize, seed }, turn);
  const figures = await judgeNetwork(setup, { ...narrow, parameters }, turn);
  return { ...costs, validation: { ...figures } };
}

function trialOf(number: number, assignment: Trial['assignment'], { validation }: TriedSubNetwork): Trial {
  const loss = validation?.['loss'];
  const known = { number, assignment, bracket: 0, target: 1 };
  if (loss === undefined) return { ...known, state: 'refused', curve: [], values: null };
  return { ...known, state: Number.isFinite(loss) ? 'finished' : 'failed', curve: [loss], values: [loss] };
}

/** Place of the least validation loss; −1 where none was judged. */
function best(tried: readonly TriedSubNetwork[]): number {
  const lossAt = (place: number): number => tried[place]?.validation?.['loss'] ?? Infinity;
  return tried.reduce(
    (chosen, _, place) => (Number.isFinite(lossAt(place)) && (chosen < 0 || lossAt(place) < lossAt(chosen)) ? place : chosen),
    -1,
  );
}

function remembered(measure: Timed): Timed {
  const known = new Map<string, number>();
  return async widths => {
    const key = canonicalJson(widths);
    const time = known.get(key) ?? (await measure(widths));
    known.set(key, time);
    return time;
  };
}
