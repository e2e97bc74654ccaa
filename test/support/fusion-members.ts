import { isSigmoid } from '../../src-shared/domain/graph/task.ts';
import { predict } from '../../src-main/engine/graph/forward.ts';
import type { FusionMember } from '../../src-main/engine/fusion/member-checks.ts';
import { heldOutPredictions, type HeldOutPredictions } from '../../src-main/engine/fusion/held-out.ts';
import type { TensorLibrary } from '../../src-main/engine/tensor-library.ts';
import type { Model } from '../../src-shared/domain/graph/model-card.ts';
import type { Task } from '../../src-shared/domain/graph/model-graph.ts';
import { createRandom } from '../../src-shared/lib/random.ts';
import { modelOf } from './format-models.ts';
import { graphOf, tensorsOf } from './graphs.ts';

const WIDTH: Readonly<Record<Task, number>> = { classes: 4, binary: 1, labels: 3, values: 2 };
const FEATURES = 5;

/** Networks of one hidden layer over five numbers, of different widths. */
export function smallMembers(task: Task, count = 3, width = WIDTH[task]): readonly FusionMember[] {
  return Array.from({ length: count }, (_, i) => {
    const graph = graphOf(
      {
        x: ['input', { shape: [FEATURES] }],
        fc1: ['dense', { units: 3 + i, activation: 'tanh' }, 'x'],
        norm: ['batch-norm', {}, 'fc1'],
        out: ['dense', { units: width }, 'norm'],
      },
      ['out'],
    );
    return { name: `net${i + 1}`, model: modelOf(graph, task, 20 + i) };
  });
}

export function smallInputs(items: number, seed = 3): Float32Array {
  const random = createRandom(seed);
  return Float32Array.from({ length: items * FEATURES }, () => 1.5 * random.nextNormal());
}

export function outputsOf(
  tf: TensorLibrary,
  { graph, parameters }: Pick<Model, 'graph' | 'parameters'>,
  inputs: Float32Array,
): Float32Array {
  return tf.tidy(() => {
    const fed = [tf.tensor(inputs, [inputs.length / FEATURES, FEATURES])];
    const [answers] = predict({ tf, graph, parameters: tensorsOf(tf, parameters), inputs: fed });
    return answers!.dataSync().slice() as Float32Array;
  });
}

export interface DrawnPredictions {
  readonly task: Task;
  readonly width: number;
  readonly items: number;
  /** Per member: how often it is right, or how small its error is; from 0 (noise) up. */
  readonly skills: readonly number[];
  readonly seed?: number;
}

/** Answers as of members that were trained on other items: what is right, with more or less noise of their own. */
export function drawnPredictions({ task, width, items, skills, seed = 1 }: DrawnPredictions): HeldOutPredictions {
  const random = createRandom(seed);
  const count = task === 'classes' ? items : items * width;
  const targets =
    task === 'values'
      ? Float32Array.from({ length: count }, () => random.nextNormal())
      : Int32Array.from({ length: count }, () => Math.floor(random.next() * (task === 'classes' ? width : 2)));
  const numbers = Uint32Array.from({ length: items }, (_, i) => i);
  const members = skills.map((skill, m) => {
    const own = random.split(`member${m}`);
    const outputs = Float32Array.from({ length: items * width }, (_, k) => {
      const right = task === 'classes' ? Number(targets[Math.floor(k / width)] === k % width) : targets[k]!;
      if (task === 'values') return right + own.nextNormal() / skill;
      return (isSigmoid(task) ? (2 * right - 1) * skill : right * skill) + own.nextNormal();
    });
    return { name: `net${m + 1}`, parts: [{ source: 'drawn', items: numbers, trainedOn: new Uint32Array(0), outputs }] };
  });
  return heldOutPredictions({ task, width, members, targets });
}
