import type { BarrierCurve, SelectionStep } from '../../../../src-shared/domain/fusion-report.ts';
import type { Parameters } from '../../../../src-shared/domain/graph/model-graph.ts';
import type { ParamValues } from '../../../../src-shared/domain/params/param-spec.ts';
import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import { assertJoinable, assertOneTask } from '../member-checks.ts';
import { heldOutPredictions } from '../held-out.ts';
import { measureName } from '../judge-outputs.ts';
import { predictMembers } from '../predict-members.ts';
import { defineFusionMethod, type FusedNetwork, type FusionCall, type SourceMember } from '../method.ts';
import { equalWeights } from '../parallel/combiner.ts';
import { fitOn } from '../parallel/fitted-params.ts';
import { assertOneGraph, averageParameters, joinedMasks } from './average-parameters.ts';
import { barrierBetween, refusedByBarrier, type LineEnd } from './barrier.ts';
import { barrierParams } from './barrier-params.ts';
import { weightReport } from './weight-report.ts';
import { weightJudge, type WeightJudge } from './weight-judge.ts';
import { numberedName } from '../../../../src-shared/domain/numbered-name.ts';

const params = {
  take: {
    kind: 'choice',
    label: 'Take',
    help: 'Greedy: one after the other, best first, and only those with which the average is no worse on the validation part.',
    default: 'greedy',
    options: ['greedy', 'uniform'],
    source: 'Wortsman et al. 2022, arXiv:2203.05482',
  },
  fitOn,
  ...barrierParams,
} as const;

/** One network whose weights are the mean of the members' weights: the cost of one. For members that came from one start. */
export const soup = defineFusionMethod({
  id: 'soup',
  title: 'Model soup',
  help: 'Averages the weights of models that came from one start; costs no more than one of them.',
  source: 'Wortsman et al. 2022, arXiv:2203.05482',
  revision: 1,
  params,
  fuse,
});

type Call = FusionCall<ParamValues<typeof params>>;

async function fuse(call: Call): Promise<FusedNetwork> {
  const { members, config, data } = call;
  assertJoinable(members);
  assertOneTask(members);
  assertOneGraph(members);
  if (data.count('validation') === 0) {
    throw invalidInput(
      'A validation part with at least one item is required to see whether weights may be averaged, but the data has none',
      {
        path: 'method.kind',
      },
    );
  }
  const stored = await predictMembers(call);
  // What is chosen by items that a member has learnt is no choice.
  if (config.take === 'greedy' && stored !== null) heldOutPredictions(stored);
  const { graph, card } = members[0]!.model;
  const judge = weightJudge(graph, call);
  const order = await bestFirst(members, judge);
  const barriers = await barriersFrom(order, judge, call);
  const near = order.filter((_, i) => i === 0 || barriers[i - 1]!.height <= config.maxBarrier);
  if (near.length === 1 || (config.take === 'uniform' && near.length < order.length)) {
    throw refusedByBarrier(barriers, config.maxBarrier, measureName(data.task));
  }
  const { taken, selection, parameters } = config.take === 'uniform' ? await uniformSoup(near, judge) : await greedySoup(near, judge);
  const share = equalWeights(taken.length)[0]!;
  const report = await weightReport(call, stored, {
    method: 'soup',
    weights: members.map(member => (taken.includes(member) ? share : 0)),
    answers: await judge.answers(parameters),
    isFitted: config.take === 'greedy',
    barriers,
    selection: selection.map(({ member, loss }) => ({ member: members.indexOf(member), loss })),
  });
  return { model: { graph, card, parameters, masks: joinedMasks(taken.map(({ model }) => model.masks)) }, report };
}

async function bestFirst(members: readonly SourceMember[], judge: WeightJudge): Promise<readonly SourceMember[]> {
  const measured: { member: SourceMember; measure: number }[] = [];
  for (const member of members) measured.push({ member, measure: await judge.measure(member.model.parameters) });
  const worst = (measure: number): number => (Number.isNaN(measure) ? Infinity : measure);
  return measured.sort((a, b) => worst(a.measure) - worst(b.measure) || 0).map(({ member }) => member);
}

/** From the best member to each of the others. */
async function barriersFrom(order: readonly SourceMember[], judge: WeightJudge, call: Call): Promise<readonly BarrierCurve[]> {
  const line = { points: call.config.points, task: call.data.task };
  const curves: BarrierCurve[] = [];
  for (let i = 1; i < order.length; i++) {
    call.hooks.report({ fraction: (0.8 * i) / order.length, stage: 'evaluating' });
    curves.push(await barrierBetween(judge, [endOf(order[0]!), endOf(order[i]!)], line));
  }
  return curves;
}

function endOf({ name, replicate, model }: SourceMember): LineEnd {
  return { name: numberedName(name, replicate), parameters: model.parameters };
}

interface Soup {
  readonly taken: readonly SourceMember[];
  readonly selection: readonly (Omit<SelectionStep, 'member'> & { readonly member: SourceMember })[];
  readonly parameters: Parameters;
}

async function uniformSoup(members: readonly SourceMember[], judge: WeightJudge): Promise<Soup> {
  return { taken: members, selection: [], parameters: await mixed(members, judge) };
}

/** Never worse than the best single member on the validation part: with that it begins, and nothing is taken that makes it worse. */
async function greedySoup(members: readonly SourceMember[], judge: WeightJudge): Promise<Soup> {
  let soupSoFar: Soup = { taken: [], selection: [], parameters: {} };
  let least = Infinity;
  for (const member of members) {
    const taken = [...soupSoFar.taken, member];
    const parameters = taken.length === 1 ? member.model.parameters : await mixed(taken, judge);
    const measure = await judge.measure(parameters);
    // Nothing can be said of a member that diverged.
    if (taken.length > 1 && !(measure <= least)) continue;
    least = measure;
    soupSoFar = { taken, parameters, selection: [...soupSoFar.selection, { member, loss: measure }] };
  }
  return soupSoFar;
}

function mixed(members: readonly SourceMember[], judge: WeightJudge): Promise<Parameters> {
  const all = members.map(({ model }) => model.parameters);
  return judge.settled(averageParameters(all, equalWeights(all.length)));
}
