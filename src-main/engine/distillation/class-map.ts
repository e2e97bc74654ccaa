import type { Task } from '../../../src-shared/domain/graph/model-graph.ts';
import { invalidInput } from '../../../src-shared/lib/app-error.ts';

/** How a teacher's answers stand to the classes of the data, by name. */
export interface ClassMap {
  /** Classes of the data that the teacher knows, by their numbers, ascending. */
  readonly known: readonly number[];
  /** The teacher's output for each of them. */
  readonly outputs: readonly number[];
  /** Classes of the data it does not know, by name. */
  readonly missing: readonly string[];
  /** Classes it knows that the data has not. */
  readonly foreign: readonly string[];
  /** Whether its answers are the data's as they stand. */
  readonly isSame: boolean;
  /** For `binary`: −1 where its yes is the data's no. */
  readonly sign: 1 | -1;
}

export interface Answering {
  readonly name: string;
  readonly task: Task;
  /** By output; for `binary` of no and yes; empty for `values`. */
  readonly classes: readonly string[];
  /** Width of its answer. */
  readonly outputs: number;
}

/**
 * Matches classes by name, never by place. Throws `invalid-input` for another task, for values of another number, and where
 * less than two classes (one label) are known to both.
 */
export function mapClasses(teacher: Answering, data: Omit<Answering, 'name'>): ClassMap {
  if (teacher.task !== data.task) {
    throw invalidInput(`A teacher for ${data.task} is required by the data, '${teacher.name}' answers with ${teacher.task}`, {
      path: 'teachers',
    });
  }
  if (data.task === 'values') return mapValues(teacher, data);
  if (data.task === 'binary') return mapBinary(teacher, data);
  const known = data.classes.flatMap((name, i) => (teacher.classes.includes(name) ? [i] : []));
  if (known.length < (data.task === 'labels' ? 1 : 2)) throw noOverlap(teacher, data);
  const outputs = known.map(i => teacher.classes.indexOf(data.classes[i] ?? ''));
  return {
    known,
    outputs,
    missing: data.classes.filter(name => !teacher.classes.includes(name)),
    foreign: teacher.classes.filter(name => !data.classes.includes(name)),
    isSame: known.length === data.classes.length && teacher.classes.length === known.length && outputs.every((at, i) => at === i),
    sign: 1,
  };
}

function mapValues(teacher: Answering, { outputs }: Omit<Answering, 'name'>): ClassMap {
  if (teacher.outputs !== outputs) {
    throw invalidInput(`A teacher of ${outputs} values is required by the data, '${teacher.name}' gives ${teacher.outputs}`, {
      path: 'teachers',
    });
  }
  const all = Array.from({ length: outputs }, (_, i) => i);
  return { known: all, outputs: all, missing: [], foreign: [], isSame: true, sign: 1 };
}

function mapBinary(teacher: Answering, data: Omit<Answering, 'name'>): ClassMap {
  const [no, yes] = data.classes;
  const same = teacher.classes[0] === no && teacher.classes[1] === yes;
  const opposite = teacher.classes[0] === yes && teacher.classes[1] === no;
  if (!same && !opposite) throw noOverlap(teacher, data);
  return { known: [0], outputs: [0], missing: [], foreign: [], isSame: same, sign: same ? 1 : -1 };
}

function noOverlap(teacher: Answering, data: Omit<Answering, 'name'>): Error {
  const some = (names: readonly string[]): string => (names.length > 8 ? `${names.slice(0, 8).join(', ')}, …` : names.join(', '));
  return invalidInput(
    `A teacher that knows at least ${data.task === 'labels' ? 'one label' : 'two classes'} of the data is required: the data has ${some(data.classes)}, '${teacher.name}' knows ${some(teacher.classes)}`,
    { path: 'teachers', hint: 'Classes are matched by their names.' },
  );
}
