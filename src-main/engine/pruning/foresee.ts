import type { Masks } from '../../../src-shared/domain/graph/model-graph.ts';
import type { BudgetReach, PreviewRefusal, PruningPreview, StructureFigures } from '../../../src-shared/domain/pruning-preview.ts';
import { AppFailure } from '../../../src-shared/lib/app-error.ts';
import { createRandom } from '../../../src-shared/lib/random.ts';
import { costsOf } from '../graph/costs.ts';
import { requireOneWay } from '../training/prepare.ts';
import type { EvidencePasses } from '../training/evidence-passes.ts';
import { magnitude } from './criteria/magnitude.criterion.ts';
import type { CuttableNetwork, GranularityCall } from './granularity.ts';
import { requireBudgets, resolveChoices, type Choices, type ChoiceSetup } from './pruning-choices.ts';
import { scoresFrom, type BoundCriterion } from './score-subjects.ts';
import type { PruningScope } from './targets.ts';

export interface ForeseeCall extends ChoiceSetup {
  readonly masks: Masks;
  readonly scope: PruningScope;
  readonly seed: number;
  /** Whether the parameters are those that will be pruned. */
  readonly isTrained: boolean;
}

/** Budgets whose reach is told. */
const BUDGETS = ['parameters', 'multiplyAdds', 'bytes'] as const;
/** Targets that say what the result must be like, and not how much goes. */
const SEARCHED = ['accuracy', 'loss', 'latency', 'latencyMs'] as const;
/** Enough that every schedule has a step before its first pruning, if it has one at all. */
const STEPS_PER_EPOCH = 100;

/**
 * What a pruning would leave, worked out from the weights as they are, and how far its budgets reach. Nothing is measured: a
 * criterion that measures is stood in for by magnitude, where it matters at all. Refusals come as a value.
 */
export async function foreseePruning(call: ForeseeCall): Promise<PruningPreview> {
  const before = figuresOf(call, call);
  const ranges = rangesOf(call);
  try {
    requireOneWay(call.graph);
    if (SEARCHED.some(name => call.target?.[name] !== undefined)) {
      resolveChoices({ ...call, target: { multiplyAdds: 0.5 } }, STEPS_PER_EPOCH);
      return { before, after: null, certainty: 'found', ranges, refusal: null };
    }
    const choices = resolveChoices(call, STEPS_PER_EPOCH);
    const after = await prunedAtOnce(call, choices);
    return { before, after: figuresOf(call, after), certainty: isSure(call, choices) ? 'exact' : 'estimate', ranges, refusal: null };
  } catch (thrown) {
    if (!(thrown instanceof AppFailure)) throw thrown;
    return { before, after: null, certainty: 'found', ranges, refusal: refusalOf(thrown) };
  }
}

/** Shapes that no ranking decides: single weights, and the same share of every layer's channels. */
function isShapeGiven({ scope, target }: ForeseeCall, { granularity }: Choices): boolean {
  if (granularity.removal !== undefined) return target?.layers !== undefined;
  return granularity.cut === undefined || scope === 'per-layer' || target?.keep !== undefined || target?.channels !== undefined;
}

function isSure(call: ForeseeCall, choices: Choices): boolean {
  if (isShapeGiven(call, choices)) return true;
  const { start, rewind } = choices.schedule;
  const isAtOnce = choices.schedule.epochs(choices.scheduleConfig) === 0 && start === 'trained' && rewind === undefined;
  return call.isTrained && isAtOnce && choices.criterion.criterion.needs === 'weights';
}

async function prunedAtOnce(call: ForeseeCall, choices: Choices): Promise<CuttableNetwork> {
  const { granularity } = choices;
  const criterion = standIn(call, choices);
  const network: CuttableNetwork = { ...call, slots: {} };
  const { graph, parameters, masks } = call;
  const own: GranularityCall<Readonly<Record<string, unknown>>> = {
    ...{ graph, parameters, masks, criterion, scope: call.scope },
    config: choices.granularityConfig,
    target: call.target ?? {},
    updates: [0],
    kept: (_progress, _initial, final) => final,
    fileBytes: structure => call.fileBytes(structure),
    random: createRandom(call.seed).split('criterion'),
  };
  const removal = granularity.removal?.(own);
  if (removal !== undefined) {
    return removal.networkAt(1, network, async ranked => scoresFrom(criterion, ranked, () => ({}), own.random));
  }
  const left = await granularity.plan?.(own).masksAt({ done: 0, which: 0 }, network, NOTHING_MEASURED);
  const masked = { ...network, masks: left ?? masks };
  return granularity.cut?.(masked) ?? masked;
}

/** The criterion itself where it decides the shape and needs nothing but weights. */
function standIn(call: ForeseeCall, choices: Choices): BoundCriterion {
  const isOwn = choices.criterion.criterion.needs === 'weights' && !isShapeGiven(call, choices);
  return isOwn ? choices.criterion : { criterion: magnitude, config: {} };
}

const refuse = (): never => {
  throw new Error('Nothing is measured for a preview');
};
const NOTHING_MEASURED = { gradients: refuse, activations: refuse, loss: refuse } as unknown as EvidencePasses;

function figuresOf(
  call: ForeseeCall,
  { graph, parameters, masks }: Pick<CuttableNetwork, 'graph' | 'parameters' | 'masks'>,
): StructureFigures {
  const { total } = costsOf(graph, parameters, masks);
  return { parameters: total.parameters, nonZeros: total.nonZeros, multiplyAdds: total.multiplyAdds, bytes: call.fileBytes(graph) };
}

/** None for a granularity without budgets, or where nothing can go. */
function rangesOf(call: ForeseeCall): readonly BudgetReach[] {
  try {
    const { granularity, range } = requireBudgets({ ...call, criterion: { kind: 'random' }, target: { multiplyAdds: 0.5 } });
    if (granularity.range === undefined) return [];
    return BUDGETS.map(name => ({ name, least: range(name).least, whole: range(name).whole }));
  } catch (thrown) {
    if (thrown instanceof AppFailure) return [];
    throw thrown;
  }
}

function refusalOf({ error: { path, message, hint } }: AppFailure): PreviewRefusal {
  return { path: path ?? 'target', message, hint: hint ?? null };
}
