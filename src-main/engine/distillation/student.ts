import type { ModelGraph } from '../../../src-shared/domain/graph/model-graph.ts';
import { invalidInput } from '../../../src-shared/lib/app-error.ts';
import { costsOf } from '../graph/costs.ts';
import { scaledGraph } from './scale-graph.ts';

/** How small a student must be: up to 1 a share of the teacher's, above 1 a number; for speed, see `SpeedGoal`. */
export interface StudentBudget {
  readonly parameters?: number | undefined;
  readonly multiplyAdds?: number | undefined;
  readonly bytes?: number | undefined;
  readonly latency?: number | undefined;
  readonly latencyMs?: number | undefined;
}

/** Halvings of the interval of widths: finer than one channel of 10,000. */
const HALVINGS = 16;

/**
 * The widest version of a structure within a budget. Throws `invalid-input` when even the narrowest is over it, with what that
 * one needs.
 */
export function proposeStudent(teacher: ModelGraph, budget: StudentBudget, fileBytes: (graph: ModelGraph) => number): ModelGraph {
  const [measure, wanted] = onlyBudget(budget);
  const needs = (graph: ModelGraph): number => {
    if (measure === 'bytes') return fileBytes(graph);
    const { total } = costsOf(graph);
    return measure === 'parameters' ? total.parameters : total.multiplyAdds;
  };
  const allowed = wanted <= 1 ? wanted * needs(teacher) : wanted;
  if (needs(teacher) <= allowed) return teacher;
  const at = (width: number): ModelGraph => scaledGraph(teacher, { width, depth: 1 });
  let [low, high] = [0, 1];
  if (needs(at(low)) > allowed) {
    throw invalidInput(
      `A budget of at least ${needs(at(low))} ${measure} is required by the narrowest version of the teacher, got ${Math.floor(allowed)}`,
      { path: `student.budget.${measure}`, hint: 'Choose another structure for the student.' },
    );
  }
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (low + high) / 2;
    if (needs(at(middle)) <= allowed) low = middle;
    else high = middle;
  }
  return at(low);
}

/** The one that is asked for. Throws `invalid-input` for none or several. */
export function onlyBudget(budget: StudentBudget): readonly [keyof StudentBudget, number] {
  const [only, ...more] = Object.entries(budget).filter(([, bound]) => bound !== undefined);
  if (only === undefined || more.length > 0) {
    throw invalidInput('One budget is required: parameters, multiplyAdds, bytes, latency or latencyMs', { path: 'student.budget' });
  }
  return only as [keyof StudentBudget, number];
}
