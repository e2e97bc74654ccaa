import type { ModelGraph, Parameters } from '../../../src-shared/domain/graph/model-graph.ts';
import type { AlgorithmValue } from '../../../src-shared/domain/params/param-spec.ts';
import { splitAlgorithm } from '../../../src-shared/domain/params/parse-algorithm.ts';
import { invalidInput } from '../../../src-shared/lib/app-error.ts';
import type { BudgetName, BudgetRange } from './budget.ts';
import type { Granularity } from './granularity.ts';
import { granularities } from './granularities/index.ts';
import type { PruningSchedule } from './pruning-schedule.ts';
import { requireGradients } from './require-gradients.ts';
import { pruningSchedules } from './schedules/index.ts';
import { bindCriterion, type BoundCriterion } from './score-subjects.ts';
import type { PruningTarget } from './targets.ts';

/** The part of a `prune` step that says what goes. Algorithm values are parsed. */
export interface ChoiceSetup {
  readonly graph: ModelGraph;
  readonly parameters: Parameters;
  readonly criterion: AlgorithmValue;
  readonly granularity: AlgorithmValue;
  readonly target: PruningTarget | undefined;
  readonly schedule: AlgorithmValue;
  /** Bytes of the native file of a model of this structure, without masks. */
  fileBytes(graph: ModelGraph): number;
}

/** The same with its algorithms looked up. */
export interface Choices {
  readonly granularity: Granularity;
  readonly granularityConfig: Readonly<Record<string, unknown>>;
  readonly criterion: BoundCriterion;
  readonly schedule: PruningSchedule;
  readonly scheduleConfig: Readonly<Record<string, unknown>>;
}

/** Throws `invalid-input` for what doesn't go together, whatever the data. A target of quality or speed is not looked at. */
export function resolveChoices(setup: ChoiceSetup, stepsPerEpoch: number): Choices {
  requireFinite(setup.parameters);
  const { id: granularityId, params: granularityConfig } = splitAlgorithm(setup.granularity);
  const granularity = granularities.require(granularityId);
  const { id: scheduleId, params: scheduleConfig } = splitAlgorithm(setup.schedule);
  const schedule = pruningSchedules.require(scheduleId);
  const criterion = bindCriterion(setup.criterion, granularity.units);
  checkTarget(setup, granularity);
  requireGradients(setup.graph, criterion);
  if (criterion.criterion.needs === 'movement' && schedule.updates(scheduleConfig, stepsPerEpoch)[0] === 0) {
    throw invalidInput(`'movement' ranks by what training did: a schedule that trains before it prunes is required, got '${scheduleId}'`, {
      path: 'schedule.kind',
      hint: "Try 'cubic'.",
    });
  }
  if (granularity.removal !== undefined && schedule.rewind !== undefined) {
    throw invalidInput(`'${granularityId}' go for good: a schedule that doesn't rewind is required, got '${scheduleId}'`, {
      path: 'schedule.kind',
      hint: "Try 'iterative'.",
    });
  }
  return { granularity, granularityConfig, criterion, schedule, scheduleConfig };
}

/** A granularity that follows budgets. */
export interface Budgeted {
  readonly granularity: Granularity;
  readonly needs: BoundCriterion['criterion']['needs'];
  range(name: BudgetName): BudgetRange;
}

/** Throws `invalid-input` for a granularity that doesn't take the target, or a model of which nothing can go. */
export function requireBudgets(setup: Omit<ChoiceSetup, 'schedule'>): Budgeted {
  const { id, params: config } = splitAlgorithm(setup.granularity);
  const granularity = granularities.require(id);
  checkTarget(setup, granularity);
  const { criterion } = bindCriterion(setup.criterion, granularity.units);
  return {
    granularity,
    needs: criterion.needs,
    range(name) {
      const range = granularity.range?.({ config, graph: setup.graph, fileBytes: graph => setup.fileBytes(graph) }, name);
      if (range === undefined) throw new Error(`'${id}' takes no budget`);
      return range;
    },
  };
}

function checkTarget({ target }: Pick<ChoiceSetup, 'target'>, { id, targets }: Granularity): void {
  const [given] = Object.entries(target ?? {}).find(([, value]) => value !== undefined) ?? [];
  if (targets.length === 0 && given !== undefined) {
    throw invalidInput(`The granularity '${id}' says itself how much goes; no target is required, got '${given}'`, { path: 'target' });
  }
  if (targets.length > 0 && !(targets as readonly (string | undefined)[]).includes(given)) {
    throw invalidInput(`A target among ${targets.join(', ')} is required for the granularity '${id}', got ${given ?? 'none'}`, {
      path: 'target',
      hint: canTake(given),
    });
  }
}

/** Granularities that take the target which this one doesn't. */
function canTake(target: string | undefined): string {
  const others = granularities.all
    .filter(({ targets }) => (targets as readonly (string | undefined)[]).includes(target))
    .map(({ id }) => id);
  return others.length === 0 ? 'Choose one of them.' : `'${String(target)}' goes with ${others.join(', ')}.`;
}

function requireFinite(parameters: Parameters): void {
  for (const [name, { values }] of Object.entries(parameters)) {
    const odd = values.findIndex(value => !Number.isFinite(value));
    if (odd < 0) continue;
    throw invalidInput(`A model of finite values is required, but '${name}' holds ${values[odd]} at ${odd}`, {
      path: 'model',
      hint: 'It diverged when it was trained: train it again with a lower learning rate.',
    });
  }
}
