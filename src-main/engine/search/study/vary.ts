import type { ModelGraph } from '../../../../src-shared/domain/graph/model-graph.ts';
import type { Trial, TrialOrigin } from '../../../../src-shared/domain/study.ts';
import type { TrialRole } from '../../../../src-shared/domain/study-report.ts';
import type { Random } from '../../../../src-shared/lib/random.ts';
import { morphisms } from '../morphisms/index.ts';
import type { StructureChange } from '../morphisms/morphism.ts';
import type { VariedModel } from './study-plan.ts';
import { changesOf, variedGraph } from './varied-network.ts';

export interface Mutation {
  /** Null to begin with the model that is varied. */
  readonly parent: Trial | null;
  readonly role: TrialRole;
  readonly random: Random;
  /** Whether a structure is within the budgets. */
  fits(graph: ModelGraph): boolean;
}

interface Varied {
  readonly graph: ModelGraph;
  readonly changes: TrialOrigin['changes'];
}

/**
 * One change more than the parent has, drawn among those whose structure is within the budgets: first a kind of change, then its
 * place, so that a kind with many places is no likelier. Where there is no parent, of the control any number of changes. A
 * parent that has as many as are allowed is taken as it is.
 */
export function proposeChanges(model: VariedModel, { parent, role, random, fits }: Mutation): Varied {
  const before = parent?.origin?.changes ?? [];
  const wanted = role === 'control' ? 1 + Math.floor(random.split('changes').next() * model.changes) : before.length + 1;
  let changes = before;
  let graph = variedGraph(model.graph, changes, random);
  while (changes.length < Math.min(wanted, model.changes)) {
    const next = drawChange(graph, random.split(changes.length), fits);
    if (next === null) break;
    changes = [...changes, next];
    graph = variedGraph(graph, [next], random);
  }
  return { graph, changes };
}

function drawChange(graph: ModelGraph, random: Random, fits: Mutation['fits']): StructureChange | null {
  const kinds = morphisms.all.map(({ id }) => ({ id, order: random.split(id).next() })).sort((a, b) => a.order - b.order);
  for (const { id } of kinds) {
    const places = changesOf(graph, [id]).filter(change => fits(variedGraph(graph, [change], random)));
    const chosen = places[Math.floor(random.split(id).split('place').next() * places.length)];
    if (chosen !== undefined) return chosen;
  }
  return null;
}
