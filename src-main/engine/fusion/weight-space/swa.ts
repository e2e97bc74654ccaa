import type { Parameters } from '../../../../src-shared/domain/graph/model-graph.ts';
import type { ParamValues } from '../../../../src-shared/domain/params/param-spec.ts';
import { batchSize, learningRate, optimizer } from '../../../../src-shared/domain/recipe/common-fields.ts';
import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import type { SplitAnswers } from '../../evaluation/predict.ts';
import { trainingLoad } from '../../memory/predict-memory.ts';
import { runLoop } from '../../training/loop.ts';
import { runPhases, type Phase, type PhaseNetwork } from '../../training/phases.ts';
import { checkTraining, createStepPlan } from '../../training/prepare.ts';
import type { Engine } from '../../tensor-library.ts';
import { defineFusionMethod, type FusedNetwork, type FusionCall, type SourceMember } from '../method.ts';
import { averageParameters } from './average-parameters.ts';
import { weightJudge } from './weight-judge.ts';
import { weightReport } from './weight-report.ts';

const params = {
  epochs: {
    kind: 'number',
    label: 'Epochs',
    help: 'Trained on from the member; the weights at the end of each are averaged.',
    default: 5,
    min: 1,
    max: 10_000,
    integer: true,
  },
  average: {
    kind: 'choice',
    label: 'Average',
    help: 'All epochs alike, or exponentially: later ones count more.',
    default: 'mean',
    options: ['mean', 'exponential'],
  },
  decay: { kind: 'number', label: 'Decay', help: 'Of the exponential average, per epoch.', default: 0.7, min: 0, max: 0.999 },
  optimizer,
  learningRate: {
    ...learningRate,
    help: 'Kept constant, so that the weights walk around in the valley.',
    default: 0.0005,
    source: 'Izmailov et al. 2018, arXiv:1803.05407: constant, and higher than at the end of a training',
  },
  batchSize,
} as const;

/** Stochastic weight averaging: a model is trained on at a constant rate, and the weights on its way are averaged. */
export const swa = defineFusionMethod({
  id: 'swa',
  title: 'Stochastic weight averaging',
  help: 'Trains one model on at a constant rate and averages the weights on its way; costs no more than the model.',
  source: 'Izmailov et al. 2018, arXiv:1803.05407; exponential: Polyak & Juditsky 1992',
  revision: 1,
  params,
  fuse,
});

type Call = FusionCall<ParamValues<typeof params>>;

const WALKER = 'walker';
const MEAN = 'mean';

async function fuse(call: Call): Promise<FusedNetwork> {
  const [member] = call.members;
  if (member === undefined || call.members.length > 1) {
    throw invalidInput(`Exactly one member is required for 'swa', got ${call.members.length}`, {
      path: 'members',
      hint: "Average the weights of several models with method 'soup'.",
    });
  }
  const { graph, card } = member.model;
  const { config, data, hooks } = call;
  const engine = await call.engine(trainingLoad({ graph, data }, config));
  checkTraining({ ...config, tf: engine.tf, graph, parameters: member.model.parameters, data, weightDecay: 0 });
  const phases = Array.from({ length: config.epochs }, (_, epoch) => walkOn(call, engine, { member, epoch }));
  const { [WALKER]: walker, [MEAN]: mean } = await runPhases(phases, {}, hooks);
  if (walker === undefined || mean === undefined) throw new Error('A walk has at least one epoch');
  const judge = weightJudge(graph, call);
  const parameters = await judge.settled(mean.parameters);
  const report =
    data.count('validation') === 0 ? null : await walkReport(call, { member, walker, answers: await judge.answers(parameters) });
  return {
    model: { graph, card, parameters, masks: mean.masks },
    report: report ?? { method: 'swa', members: [], fittedOn: null, judged: null, predictions: null, warnings: [] },
    training: {
      epochs: { run: config.epochs, kept: config.epochs, stoppedEarly: false },
      steps: walker.steps,
      trainingMs: walker.trainingMs,
    },
  };
}

/** One epoch more, and its end into the average. */
function walkOn(
  { config, data, seed }: Call,
  engine: Engine,
  { member, epoch }: { readonly member: SourceMember; readonly epoch: number },
): Phase {
  const { graph, masks } = member.model;
  return {
    work: 1,
    async run(state, hooks) {
      const before = state[WALKER];
      const parameters = before?.parameters ?? member.model.parameters;
      const { plan: step, dispose } = createStepPlan({ ...config, ...engine, graph, parameters, data, weightDecay: 0 });
      const begin = { done: before?.steps ?? 0, epochs: epoch, slots: before?.slots ?? {}, trainingMs: before?.trainingMs ?? 0 };
      const plan = {
        ...{ step, data, parameters, masks, seed, batchSize: config.batchSize, epochs: epoch + 1, begin, handsOn: true },
        learningRate: () => config.learningRate,
        stage: () => 'fine-tuning' as const,
        maskPlan: null,
        earlyStopping: null,
        keep: 'last',
      } as const;
      try {
        const walker: PhaseNetwork = { graph, ...(await runLoop(plan, hooks)) };
        return {
          [WALKER]: walker,
          [MEAN]: { ...walker, slots: {}, parameters: withNext(state[MEAN]?.parameters, walker.parameters, { config, epoch }) },
        };
      } finally {
        dispose();
      }
    },
  };
}

function withNext(
  mean: Parameters | undefined,
  next: Parameters,
  { config, epoch }: { readonly config: Call['config']; readonly epoch: number },
): Parameters {
  if (mean === undefined) return next;
  const share = config.average === 'mean' ? 1 / (epoch + 1) : 1 - config.decay;
  return averageParameters([mean, next], [1 - share, share]);
}

interface Walk {
  readonly member: SourceMember;
  readonly walker: PhaseNetwork;
  readonly answers: SplitAnswers;
}

/** Beside the model it began with, and the last epoch of the walk. */
function walkReport(call: Call, { member, walker, answers }: Walk): ReturnType<typeof weightReport> {
  const { graph, parameters, masks } = walker;
  const last: SourceMember = {
    ...member,
    name: 'last epoch',
    replicate: null,
    modelId: null,
    model: { ...member.model, graph, parameters, masks },
  };
  return weightReport(
    { ...call, members: [member, last] },
    { method: 'swa', weights: null, answers, isFitted: false, barriers: [], selection: [] },
  );
}
