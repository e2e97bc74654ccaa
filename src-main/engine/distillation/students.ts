import type { ModelCard } from '../../../src-shared/domain/graph/model-card.ts';
import type { ModelGraph } from '../../../src-shared/domain/graph/model-graph.ts';
import type { SpeedGoal } from '../../../src-shared/domain/speed.ts';
import { invalidInput } from '../../../src-shared/lib/app-error.ts';
import { createRandom, type Random } from '../../../src-shared/lib/random.ts';
import { denseFileBytes } from '../formats/native.ts';
import { initialParameters } from '../graph/parameters.ts';
import type { StudentStart } from './distil-setup.ts';
import { scaledGraph, type Scale } from './scale-graph.ts';
import { onlyBudget, proposeStudent, type StudentBudget } from './student.ts';
import type { NetworkTeacher } from './teacher.ts';

/** A structure that is made from the first teacher's. */
export type DerivedStudent = { readonly scale: Scale } | { readonly budget: StudentBudget };

/** The speed a student is asked for; null where it is asked for something else. */
export function speedOf(student: DerivedStudent): SpeedGoal | null {
  if ('scale' in student) return null;
  const [name, bound] = onlyBudget(student.budget);
  return name === 'latency' || name === 'latencyMs' ? { name, bound } : null;
}

/** Throws `invalid-input` where the teacher answers with other numbers than the data asks for. */
export function requireSameOutputs(teacher: NetworkTeacher, outputs: number): void {
  if (teacher.outputs === outputs) return;
  throw invalidInput(`A student like '${teacher.name}' would answer with ${teacher.outputs} numbers, the data asks for ${outputs}`, {
    path: 'student',
    hint: 'Choose a preset or a list of layers.',
  });
}

/** A structure that needs no measuring. Throws `invalid-input` as the parts do. */
export function derivedGraph(student: DerivedStudent, teacher: NetworkTeacher, card: ModelCard): ModelGraph {
  if ('scale' in student) return scaledGraph(teacher.graph, student.scale);
  return proposeStudent(teacher.graph, student.budget, graph => denseFileBytes(graph, card));
}

export interface ChainSettings {
  /** Widths of the students between the first teacher and the student. */
  readonly assistants: readonly number[];
  readonly generations: number;
}

/** The students in their order, the asked-for one last; that one begins as a `train` step with this seed would. `teacher` is asked for assistants only. */
export function chainOf(
  last: StudentStart | ModelGraph,
  teacher: () => NetworkTeacher,
  { assistants, generations, seed }: ChainSettings & { readonly seed: number },
): readonly StudentStart[] {
  const random = createRandom(seed);
  const earlier = random.split('chain');
  const between = assistants.map((width, i) => fresh(scaledGraph(teacher().graph, { width, depth: 1 }), earlier.split(i)));
  const before = Array.from({ length: generations - 1 }, (_, i) =>
    'parameters' in last ? last : fresh(last, earlier.split(assistants.length + i)),
  );
  return [...between, ...before, 'parameters' in last ? last : fresh(last, random.split('init'))];
}

function fresh(graph: ModelGraph, random: Random): StudentStart {
  return { graph, parameters: initialParameters(graph, random), masks: {} };
}
