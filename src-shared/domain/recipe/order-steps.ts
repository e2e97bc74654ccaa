import { err, ok, type Result } from '../../lib/result.ts';
import type { ParamProblem } from '../params/problems.ts';
import type { CheckedStep } from './check-step.ts';
import type { RecipeStep } from './recipe.ts';

/**
 * Steps so that each comes after what it refers to (otherwise in the order written), with the number of replicates each
 * runs for: its own `repeat`, or that of the groups it reads one by one.
 */
export function orderSteps(steps: readonly CheckedStep[]): Result<readonly RecipeStep[], readonly ParamProblem[]> {
  const byName = new Map(steps.map(step => [step.name, step]));
  const ordered: CheckedStep[] = [];
  const problems: ParamProblem[] = [];
  const state = new Map<string, 'open' | 'done'>();
  function visit(step: CheckedStep, trail: readonly string[]): void {
    if (state.get(step.name) === 'done') return;
    if (state.get(step.name) === 'open') {
      const cycle = [...trail.slice(trail.indexOf(step.name)), step.name];
      problems.push({ path: [step.name], message: `steps refer to each other in a cycle: ${cycle.join(' → ')}` });
      return;
    }
    state.set(step.name, 'open');
    for (const { target } of step.references) {
      const next = target.kind === 'step' ? byName.get(target.step) : undefined;
      if (next !== undefined) visit(next, [...trail, step.name]);
    }
    state.set(step.name, 'done');
    ordered.push(step);
  }
  steps.forEach(step => visit(step, []));
  if (problems.length > 0) return err(problems);
  return withReplicates(ordered);
}

function withReplicates(ordered: readonly CheckedStep[]): Result<readonly RecipeStep[], readonly ParamProblem[]> {
  const counts = new Map<string, number>();
  const problems: ParamProblem[] = [];
  const result = ordered.map(step => {
    const repeat = step.kind.overGroups === 'all' ? 1 : replicatesOf(step, counts, problems);
    counts.set(step.name, repeat);
    return { name: step.name, do: step.kind.id, repeat, values: step.values, references: step.references };
  });
  return problems.length > 0 ? err(problems) : ok(result);
}

function replicatesOf(step: CheckedStep, counts: ReadonlyMap<string, number>, problems: ParamProblem[]): number {
  let repeat = step.repeat;
  for (const { target, path } of step.references) {
    const count = target.kind === 'step' ? (counts.get(target.step) ?? 1) : 1;
    if (count === 1 || count === repeat) continue;
    if (repeat === 1) repeat = count;
    else
      problems.push({
        path: [step.name, ...path],
        message: `groups of the same number of replicates are required, got ${repeat} and ${count}`,
      });
  }
  return repeat;
}
