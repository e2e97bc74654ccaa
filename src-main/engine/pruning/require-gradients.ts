import type { ModelGraph } from '../../../src-shared/domain/graph/model-graph.ts';
import { invalidInput } from '../../../src-shared/lib/app-error.ts';
import { heldBack } from '../graph/held-back.ts';
import { parameterDeclarations } from '../graph/parameters.ts';
import type { BoundCriterion } from './score-subjects.ts';

/** What is ranked by what a gradient says. */
const BY_GRADIENT: readonly BoundCriterion['criterion']['needs'][] = ['gradients', 'flow', 'movement'];

/**
 * Throws `invalid-input` for a criterion that ranks by gradients where a layer gets none: all of it would seem to be of no importance.
 */
export function requireGradients(graph: ModelGraph, { criterion: { id, needs } }: BoundCriterion): void {
  const { opaque, nodes } = heldBack(graph);
  const held = parameterDeclarations(graph).find(({ role, node }) => role === 'kernel' && nodes.has(node));
  if (held === undefined || !BY_GRADIENT.includes(needs)) return;
  throw invalidInput(`'${id}' ranks by gradients, but none reaches '${held.node}': it leads into ${opaque.join(', ')}, which gives none`, {
    path: 'criterion.kind',
    hint: "Try 'magnitude'.",
  });
}
