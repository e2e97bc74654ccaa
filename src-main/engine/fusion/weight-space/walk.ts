import { batchSize, learningRate, optimizer } from '../../../../src-shared/domain/recipe/common-fields.ts';
import type { ParamValues } from '../../../../src-shared/domain/params/param-spec.ts';
import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import type { Parameters } from '../../../../src-shared/domain/graph/model-graph.ts';
import { trainingLoad } from '../../memory/predict-memory.ts';
import type { PhaseNetwork } from '../../training/phases.ts';
import { checkTraining } from '../../training/prepare.ts';
import type { Engine } from '../../tensor-library.ts';
import type { FusedNetwork, FusionCall, SourceMember } from '../method.ts';
import { predictMembers } from '../predict-members.ts';
import { weightJudge } from './weight-judge.ts';
import { weightReport, type WeightAverage } from './weight-report.ts';

/** How one model is trained on while its weights are averaged. */
export const walkParams = {
  epochs: {
    kind: 'number',
    label: 'Epochs',
    help: 'Trained on from the member, its weights averaged on the way.',
    default: 5,
    min: 1,
    max: 10_000,
    integer: true,
  },
  optimizer,
  learningRate: {
    ...learningRate,
    help: 'Kept constant, so that the weights walk around in the valley.',
    default: 0.0005,
    source: 'Izmailov et al. 2018, arXiv:1803.05407: constant, and higher than at the end of a training',
  },
  batchSize,
} as const;

/** A walk of one model: with more parameters where a method has some. */
export type WalkCall = FusionCall<ParamValues<typeof walkParams>>;

export interface WalkStart {
  readonly member: SourceMember;
  readonly engine: Engine;
}

/** The member that walks, and an engine for it. Throws `invalid-input` for several members, and where it can't be trained on the data. */
export async function startWalk(method: string, { members, config, data, engine: ask }: WalkCall): Promise<WalkStart> {
  const [member] = members;
  if (member === undefined || members.length > 1) {
    throw invalidInput(`Exactly one member is required for '${method}', got ${members.length}`, {
      path: 'members',
      hint: "Average the weights of several models with method 'soup'.",
    });
  }
  const { graph, parameters } = member.model;
  const engine = await ask(trainingLoad({ graph, data }, config));
  checkTraining({ ...config, tf: engine.tf, graph, parameters, data, weightDecay: 0 });
  return { member, engine };
}

interface Walked {
  readonly member: SourceMember;
  /** Where it ended. */
  readonly walker: PhaseNetwork;
  readonly average: Parameters;
}

/** The averaged network, its counted statistics measured anew, beside the model it began with and the last step of the walk. */
export async function endWalk(method: string, call: WalkCall, { member, walker, average }: Walked): Promise<FusedNetwork> {
  const { config, data } = call;
  const { graph, card } = member.model;
  const judge = weightJudge(graph, call);
  const parameters = await judge.settled(average);
  const { masks, steps, trainingMs } = walker;
  const last: SourceMember = {
    ...member,
    name: 'last epoch',
    replicate: null,
    modelId: null,
    model: { ...member.model, parameters: walker.parameters, masks },
  };
  const weights = { method, weights: null, isFitted: false, barriers: [], selection: [] } as const;
  const report =
    data.count('validation') === 0
      ? { method, members: [], fittedOn: null, judged: null, predictions: null, warnings: [] }
      : await reportOf({ ...call, members: [member, last] }, { ...weights, answers: await judge.answers(parameters) });
  return {
    model: { graph, card, parameters, masks },
    report,
    training: { epochs: { run: config.epochs, kept: config.epochs, stoppedEarly: false }, steps, trainingMs },
  };
}

async function reportOf(call: WalkCall, average: WeightAverage): Promise<FusedNetwork['report']> {
  return weightReport(call, await predictMembers(call), average);
}
