import type { ModelGraph, Shape } from '../../../src-shared/domain/graph/model-graph.ts';
import { AppFailure, invalidInput } from '../../../src-shared/lib/app-error.ts';
import { closest } from '../../../src-shared/lib/closest.ts';
import { shapesOf } from '../graph/shapes.ts';
import type { FeatureComparison, FeatureJoin } from './distillation-loss.ts';
import { networkOf, type Teacher } from './teacher.ts';

/** The nodes whose values are compared, and what joins them. */
export interface FeaturePair extends FeatureJoin {
  readonly studentNode: string;
  readonly teacherNode: string;
}

interface Sides {
  readonly student: ModelGraph;
  readonly teacher: Teacher | undefined;
  readonly path: string;
}

const SHOWN = 6;

/** Throws `invalid-input` for a name that is no layer, and for values that can't be joined, naming pairs that could. */
export function featurePair<C>(
  comparison: FeatureComparison<C>,
  config: Readonly<Record<string, unknown>>,
  { student, teacher, path }: Sides,
): FeaturePair {
  if (teacher === undefined) throw invalidInput('At least one teacher is required, got none', { path: 'teachers' });
  const { graph } = networkOf(teacher, 'where inner values are compared');
  const studentNode = nodeOf(student, config['student'], comparison, `${path}.student`);
  const teacherNode = nodeOf(graph, config['teacher'], comparison, `${path}.teacher`);
  const [own, others] = [shapeMap(student), shapeMap(graph)];
  try {
    return { studentNode, teacherNode, ...comparison.join(own.get(studentNode) ?? [], others.get(teacherNode) ?? []) };
  } catch (thrown) {
    if (!(thrown instanceof AppFailure)) throw thrown;
    const pairs = [...own].flatMap(([a, from]) =>
      [...others].flatMap(([b, to]) => (joins(comparison, from, to) ? [`${a} with ${b}`] : [])),
    );
    throw invalidInput(`'${studentNode}' and '${teacherNode}' can't be compared: ${thrown.error.message}`, {
      path,
      hint: pairs.length === 0 ? 'No layers of the two can.' : `These can: ${pairs.slice(-SHOWN).join('; ')}.`,
    });
  }
}

function joins<C>(comparison: FeatureComparison<C>, from: Shape, to: Shape): boolean {
  try {
    comparison.join(from, to);
    return true;
  } catch {
    return false;
  }
}

function nodeOf<C>(graph: ModelGraph, wanted: unknown, comparison: FeatureComparison<C>, path: string): string {
  const shapes = shapeMap(graph);
  if (typeof wanted === 'string') {
    if (shapes.has(wanted)) return wanted;
    const near = closest(wanted, [...shapes.keys()]);
    throw invalidInput(`The name of a layer is required, got '${wanted}'`, {
      path,
      hint: near === null ? `Layers: ${[...shapes.keys()].join(', ')}.` : `Did you mean '${near}'?`,
    });
  }
  const fitting = [...shapes].filter(([, shape]) => comparison.suits?.(shape) ?? true).at(-1);
  if (fitting === undefined)
    throw invalidInput('A layer with places, such as [height, width, channels], is required, but the model has none', { path });
  return fitting[0];
}

/** Values between input and answers, without the batch axis, in the order of the graph. */
function shapeMap(graph: ModelGraph): ReadonlyMap<string, Shape> {
  const ends = new Set([...graph.inputs, ...graph.outputs]);
  return new Map([...shapesOf(graph)].flatMap(([name, { output }]) => (ends.has(name) ? [] : [[name, output] as const])));
}
