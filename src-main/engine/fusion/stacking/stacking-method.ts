import type { FusedMember, JudgedFusion, JudgedMethod } from '../../../../src-shared/domain/fusion-report.ts';
import type { AlgorithmSpec, AlgorithmValue } from '../../../../src-shared/domain/params/param-spec.ts';
import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import { createRandom } from '../../../../src-shared/lib/random.ts';
import { composeMembers, finishFusion } from '../compose-members.ts';
import { heldOutPredictions, type HeldOutPredictions, type MemberPredictions, type StoredPredictions } from '../held-out.ts';
import { figuresOf, intervalOf, itemLosses, matchedOf } from '../judge-outputs.ts';
import { defaultsOf, judgeFusion } from '../judge-fusion.ts';
import { memberFigures } from '../member-figures.ts';
import { defineFusionMethod, type FusionCall, type SourceMember } from '../method.ts';
import { encodePredictions } from '../predictions-file.ts';
import { createTail } from '../tail-builder.ts';
import { fitStack, type Stack } from './fit-stack.ts';

const learner = {
  kind: 'algorithm',
  registry: 'learner',
  tag: 'kind',
  label: 'Learner',
  help: 'What makes one answer of the members’ answers.',
  default: { kind: 'ridge' },
} as const satisfies AlgorithmSpec;

/** Stacked generalisation: a level-1 learner fitted on out-of-fold predictions, behind the members trained on all items. */
export const stacking = defineFusionMethod({
  id: 'stacking',
  title: 'Stacking',
  help: 'A learner reads the members’ answers; it learns from predictions that each member made of items it had not seen.',
  source: 'Wolpert 1992, doi:10.1016/S0893-6080(05)80023-1; van der Laan 2007, doi:10.2202/1544-6115.1309',
  revision: 1,
  params: {
    learner,
    below: {
      kind: 'list',
      label: 'Learners below',
      help: 'A layer of learners between the members and the learner, which then reads them instead.',
      of: learner,
      default: [],
      maxItems: 8,
    },
    features: {
      kind: 'flag',
      label: 'Sees the items too',
      help: 'The learner reads the columns of the table beside the members’ answers.',
      default: false,
    },
  },
  async fuse(call) {
    const { config, members, data, hooks, seed } = call;
    const composed = composeMembers(members, data.manifest.target.classes);
    const stored = await outOfFoldOf(call);
    const predictions = heldOutPredictions(stored);
    const original = config.features ? originalOf(call, predictions) : null;
    const plan = { learner: config.learner as AlgorithmValue, below: config.below as readonly AlgorithmValue[] };
    hooks.report({ fraction: 0.3, stage: 'training' });
    const stack = await fitStack(stored, original, plan, { seed, hooks: unkept(call), engine: load => call.engine(load) });
    const tail = createTail(data.task, composed);
    const shape = { task: data.task, width: data.outputs };
    const { output, parameters } = stack.learner.layers({
      ...shape,
      tail,
      ends: composed.ends,
      input: original === null ? null : composed.input,
    });
    const bytes = encodePredictions(stored);
    return {
      model: finishFusion(composed, { nodes: tail.nodes, output, parameters }),
      report: {
        method: 'stacking',
        members: members.map((member, i) => fusedMember(member, stack.learner.weights?.[i] ?? null)),
        fittedOn: { split: 'out-of-fold', items: predictions.items },
        judged: judged(call, predictions, stack),
        predictions: bytes === null ? null : await call.keep(bytes),
        warnings: [],
      },
    };
  },
});

type Call = Pick<FusionCall<unknown>, 'members' | 'data' | 'seed' | 'hooks'>;

/** What the members answered to items they had not seen, with right answers. */
async function outOfFoldOf({ members, data }: Call): Promise<StoredPredictions> {
  const found: MemberPredictions[] = [];
  for (const { name, outOfFold } of members) {
    if (outOfFold === undefined) throw withoutFolds(name);
    found.push({ name, parts: await outOfFold() });
  }
  const items = Uint32Array.from(found[0]?.parts.flatMap(part => [...part.items]) ?? []);
  return { task: data.task, width: data.outputs, members: found, targets: data.gatherItems(items).targets };
}

function withoutFolds(name: string): Error {
  return invalidInput(`Out-of-fold predictions of every member are required to stack, but '${name}' has none`, {
    path: 'crossValidated',
    hint: 'Make it by a cross-validate step, with the same folds for all, and name that step in crossValidated.',
  });
}

function originalOf({ data }: Call, { itemNumbers }: HeldOutPredictions): { readonly values: Float32Array; readonly width: number } {
  const [width = 0, ...others] = data.inputShape;
  if (others.length > 0) {
    throw invalidInput(
      `A table is required for a learner that sees the items too, but these are of shape [${data.inputShape.join(', ')}]`,
      {
        path: 'method.features',
        hint: 'Leave features out.',
      },
    );
  }
  return { values: data.gatherItems(itemNumbers).inputs, width };
}

/** Fits are short: one that is interrupted begins anew, and their curves are nobody's. */
function unkept({ hooks }: Call): Call['hooks'] {
  return {
    ...hooks,
    turn: () => hooks.turn(),
    resumeFrom: null,
    checkpointDue: () => false,
    measure: () => undefined,
    report: () => undefined,
  };
}

function fusedMember(member: SourceMember, weight: number | null): FusedMember {
  const { name, replicate, modelId } = member;
  return { name, replicate, modelId, weight, ...memberFigures(member) };
}

/** Everything on out-of-fold predictions, the stack by fits that did not know the fold. */
function judged({ members, seed }: Call, predictions: HeldOutPredictions, stack: Stack): JudgedFusion {
  const costs = members.map(memberFigures);
  const others = judgeFusion({ predictions, costs, chosen: null, defaultsOf, random: createRandom(seed) });
  const { task } = predictions;
  const losses = itemLosses(predictions, stack.outOfFold);
  const best = itemLosses(predictions, predictions.outputs[others.controls.best]!);
  const weights = stack.learner.weights;
  const used = costs.filter((_, i) => weights === null || weights[i]! > 0);
  const own: JudgedMethod = {
    ...{ id: 'stacking', isChosen: true, isFitted: true, weights },
    figures: figuresOf(predictions, stack.outOfFold, losses),
    interval: intervalOf(task, losses),
    againstBest: matchedOf(task, losses, best),
    multiplyAdds: used.reduce((sum, cost) => sum + cost.multiplyAdds, 0),
    bytes: used.reduce((sum, cost) => sum + cost.bytes, 0),
  };
  return { ...others, methods: [own, ...others.methods] };
}
