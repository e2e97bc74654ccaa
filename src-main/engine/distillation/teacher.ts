import type { PreprocessingStep } from '../../../src-shared/domain/dataset.ts';
import type { Model } from '../../../src-shared/domain/graph/model-card.ts';
import type { ModelGraph, Parameters } from '../../../src-shared/domain/graph/model-graph.ts';
import { invalidInput } from '../../../src-shared/lib/app-error.ts';
import { canonicalJson } from '../../../src-shared/lib/json.ts';
import { resolvedNode, shapesOf } from '../graph/shapes.ts';
import { shapeText, sizeOf } from '../graph/shape-checks.ts';
import type { LoadedDataset } from '../data/load-dataset.ts';
import type { TrainingData } from '../training/training-data.ts';
import { mapClasses, type ClassMap } from './class-map.ts';

/** Who teaches: a network, or answers that a file holds. */
export type Teacher = NetworkTeacher | FileTeacher;

interface Taught {
  readonly name: string;
  readonly map: ClassMap;
  /** Numbers it answers with. */
  readonly outputs: number;
}

/** A network that teaches, and how its answers stand to the data's classes. */
export interface NetworkTeacher extends Taught {
  readonly kind: 'network';
  readonly graph: ModelGraph;
  readonly parameters: Parameters;
  /** Its input is the data's times `factor` plus `offset`; null where they are the same. */
  readonly rescale: { readonly factor: number; readonly offset: number } | null;
  /** The items it is asked about with inputs that it has for itself; null where it takes the data's. */
  readonly own: TrainingData | null;
}

/** Soft labels from outside. */
export interface FileTeacher extends Taught {
  readonly kind: 'file';
  /** Logits, or values, in the order of `map.known`: `[rows, known]`. */
  readonly answers: Float32Array;
  /** Row of each item of the data; −1 where it has none. */
  readonly rowOf: Int32Array;
  readonly file: { readonly name: string; readonly sha256: string; readonly rows: number };
}

interface TeachingModel {
  readonly name: string;
  readonly model: Model;
  readonly own?: TrainingData | null;
}

/** Throws `invalid-input` for answers of a file, where they can't stand for a network. */
export function networkOf(teacher: Teacher, purpose: string): NetworkTeacher {
  if (teacher.kind === 'network') return teacher;
  throw invalidInput(`A teacher that is a network is required ${purpose}, '${teacher.name}' is a file of answers`, {
    path: 'answerFiles',
    hint: 'Import the teacher itself with import-model, or leave that out.',
  });
}

/** Throws `invalid-input` for a teacher with inputs of its own, where it must see what a student sees. */
export function withSharedInputs(teacher: NetworkTeacher, purpose: string): NetworkTeacher {
  if (teacher.own === null) return teacher;
  throw invalidInput(
    `A teacher that takes the data's own inputs is required ${purpose}, the members of '${teacher.name}' have inputs of their own`,
    {
      path: 'teachers',
      hint: 'Cross-validate with yields: refit, or leave that out.',
    },
  );
}

/**
 * Throws `invalid-input` for a teacher of several inputs or outputs, of another input shape, with a preprocessing that can't be
 * made from the data's, or with classes that don't fit (see `mapClasses`).
 */
export function teacherOf({ name, model, own = null }: TeachingModel, data: LoadedDataset): NetworkTeacher {
  const { graph, parameters, card } = model;
  const [output] = graph.outputs;
  if (output === undefined || graph.outputs.length !== 1 || graph.inputs.length !== 1) {
    throw refused(`A teacher with one input and one output is required, '${name}' has ${graph.inputs.length} and ${graph.outputs.length}`);
  }
  if (canonicalJson(card.inputShape) !== canonicalJson(data.inputShape)) {
    throw refused(
      `A teacher of inputs ${shapeText(data.inputShape)} is required by the data, '${name}' takes ${shapeText(card.inputShape)}`,
    );
  }
  const outputs = sizeOf(resolvedNode(shapesOf(graph), output).output);
  const { task, classes } = data.manifest.target;
  const map = mapClasses({ name, task: card.task, classes: card.classes, outputs }, { task, classes, outputs: data.outputs });
  return {
    kind: 'network',
    name,
    graph,
    parameters,
    map,
    outputs,
    own,
    rescale: rescaleOf(name, card.preprocessing, data.manifest.preprocessing),
  };
}

function rescaleOf(name: string, wanted: readonly PreprocessingStep[], given: readonly PreprocessingStep[]): NetworkTeacher['rescale'] {
  if (canonicalJson(wanted) === canonicalJson(given)) return null;
  const [to, from] = [scaleOf(wanted), scaleOf(given)];
  if (to === null || from === null || from.factor === 0) {
    throw refused(`A teacher whose inputs were prepared as the data's are is required, '${name}' was trained on others`, {
      hint: 'Import the data with the settings the teacher was trained with.',
    });
  }
  const factor = to.factor / from.factor;
  return { factor, offset: to.offset - from.offset * factor };
}

function scaleOf(steps: readonly PreprocessingStep[]): { readonly factor: number; readonly offset: number } | null {
  if (steps.length === 0) return { factor: 1, offset: 0 };
  const [only] = steps;
  return steps.length === 1 && only?.kind === 'scale' ? only : null;
}

function refused(message: string, more: { readonly hint?: string } = {}): Error {
  return invalidInput(message, { path: 'teachers', ...more });
}
