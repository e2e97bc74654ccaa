import type { ModelGraph } from '../../../src-shared/domain/graph/model-graph.ts';
import { AppFailure, invalidInput } from '../../../src-shared/lib/app-error.ts';
import { costsOf } from '../graph/costs.ts';
import type { PruningTarget } from './targets.ts';

/** What a structure may have of something, at most. */
export interface Budget {
  readonly name: BudgetName;
  /** Up to 1 as a share of what there was, above 1 as a number. */
  readonly amount: number;
}

/** `sparsity`: of the units that may go. */
export type BudgetName = 'parameters' | 'multiplyAdds' | 'bytes' | 'sparsity';

/** What budgets count, for messages. */
const WORDS: Readonly<Record<Exclude<BudgetName, 'sparsity'>, string>> = {
  parameters: 'parameters',
  multiplyAdds: 'multiply-adds',
  bytes: 'bytes',
};

/** The budget that a target sets. Throws `invalid-input` for one that sets none. */
export function budgetOf(target: PruningTarget): Budget {
  if (target.sparsity !== undefined) return { name: 'sparsity', amount: 1 - target.sparsity };
  for (const name of ['parameters', 'multiplyAdds', 'bytes'] as const) {
    const amount = target[name];
    if (amount !== undefined) return { name, amount };
  }
  throw invalidInput('A target is required: keep, sparsity, parameters, multiplyAdds or bytes; got none', { path: 'target' });
}

/** What a structure has of it. */
export function amountOf(
  graph: ModelGraph,
  name: Exclude<BudgetName, 'sparsity'>,
  { fileBytes }: { fileBytes(graph: ModelGraph): number },
): number {
  return name === 'bytes' ? fileBytes(graph) : costsOf(graph).total[name];
}

/** How far a budget can be followed. */
export interface BudgetRange {
  /** What there is now. */
  readonly whole: number;
  /** What is left when everything is gone that may go. */
  readonly least: number;
  /** Word for the units that may go. */
  readonly units: string;
}

/** The budget as a number. Throws `invalid-input` below what can be reached, `nothing-changed` for one that is met already. */
export function goalWithin({ name, amount }: Budget, { whole, least, units }: BudgetRange): number {
  const goal = amount <= 1 ? amount * whole : amount;
  const word = name === 'sparsity' ? units : WORDS[name];
  if (goal >= whole) throw nothingChanged(units, `is met already: ${Math.round(whole)} ${word}`);
  if (goal >= least) return goal;
  throw invalidInput(
    `A target within reach is required: from ${Math.ceil(least)} (${share(least, whole)}) to ${Math.round(whole)} ${word}, got ${Math.round(goal)}`,
    { path: `target.${name}`, hint: `Ask for ${share(least, whole)} of it or more.` },
  );
}

/** A target that leaves everything as it is, and why it does. */
export function nothingChanged(units: string, why: string): AppFailure {
  return new AppFailure({
    code: 'nothing-changed',
    message: `A target that removes ${units} is required, but this one ${why}`,
    path: 'target',
    hint: 'Keep less.',
  });
}

function share(part: number, whole: number): string {
  return (Math.ceil((1000 * part) / whole) / 1000).toString();
}
