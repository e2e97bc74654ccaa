import type { DistilSetup } from '../../src-main/engine/distillation/distil-setup.ts';
import { answersOn } from '../../src-main/engine/distillation/teacher-answers.ts';
import { teacherOf, type NetworkTeacher } from '../../src-main/engine/distillation/teacher.ts';
import { transferSet, type TransferSettings } from '../../src-main/engine/distillation/transfer.ts';
import type { LoadedDataset } from '../../src-main/engine/data/load-dataset.ts';
import { initialParameters } from '../../src-main/engine/graph/parameters.ts';
import type { Engine } from '../../src-main/engine/tensor-library.ts';
import { runTraining } from '../../src-main/engine/training/run-training.ts';
import type { Split } from '../../src-shared/domain/dataset.ts';
import type { Model, ModelCard } from '../../src-shared/domain/graph/model-card.ts';
import type { ModelGraph, Task } from '../../src-shared/domain/graph/model-graph.ts';
import { createRandom } from '../../src-shared/lib/random.ts';
import { graphOf } from './graphs.ts';
import { ADAM, recorder, smallData, smallSetup } from './small-training.ts';

const COUNTS = { train: 36, validation: 21, test: 0 } as const;

/** The small clusters as a loaded data set, with classes by name. */
export function smallDataset(task: Task = 'classes', classes: readonly string[] = ['red', 'green', 'blue']): LoadedDataset {
  const data = smallData(task, COUNTS);
  const names = task === 'classes' ? classes : task === 'binary' ? ['no', 'yes'] : [];
  const first: Readonly<Record<Split, number>> = { train: 0, validation: COUNTS.train, test: 57 };
  return {
    ...data,
    manifest: { target: { task, classes: names, label: 'colour' }, preprocessing: [] } as unknown as LoadedDataset['manifest'],
    itemsOf: split => Uint32Array.from({ length: COUNTS[split] }, (_, i) => first[split] + i),
    gatherItems() {
      throw new Error('A distillation reads its data by split');
    },
    groups: null,
  };
}

export function denseGraph(hidden: number, outputs = 3): ModelGraph {
  const dense = (units: number, activation: string) => ({ units, activation, bias: true, initialiser: 'he-normal' });
  return graphOf(
    {
      input: ['input', { shape: [4] }],
      fc1: ['dense', dense(hidden, 'relu'), 'input'],
      fc2: ['dense', dense(hidden, 'relu'), 'fc1'],
      fc3: ['dense', dense(outputs, 'linear'), 'fc2'],
    },
    ['fc3'],
  );
}

export function cardOf({ manifest, inputShape }: LoadedDataset, change: Partial<ModelCard> = {}): ModelCard {
  const { task, classes, label } = manifest.target;
  return { name: 'teacher', task, classes, label, inputShape, preprocessing: [], ...change };
}

/** A network trained for a few epochs. */
export async function trainedTeacher(engine: Engine, data: LoadedDataset, hidden = 12, seed = 5): Promise<Model> {
  const graph = denseGraph(hidden, data.outputs);
  const parameters = initialParameters(graph, createRandom(seed).split('init'));
  const setup = { graph, parameters, data, seed, epochs: 20, weightDecay: 0, earlyStopping: undefined, keep: 'last' } as const;
  const result = await runTraining(smallSetup(engine.tf, { ...setup, compiler: engine.compiler }), recorder());
  return { graph, parameters: result.parameters, masks: {}, card: cardOf(data) };
}

const SOFT = { kind: 'soft-targets', temperature: 2, alpha: 0.7 };
const NO_TRANSFER: TransferSettings = { labels: 'use', omit: [], unlabelled: null };

export interface SmallDistillation extends Partial<Omit<DistilSetup, 'transfer' | 'teachers' | 'answers'>> {
  readonly transferSettings?: Partial<TransferSettings>;
  readonly models?: readonly Model[];
  /** Whether teachers run in every step. */
  readonly within?: boolean;
}

/** A student of four units for two epochs, the last batch of each short. */
export async function smallDistillation(engine: Engine, change: SmallDistillation = {}): Promise<DistilSetup> {
  const { transferSettings = {}, models, within = false, ...rest } = change;
  const data = rest.data ?? smallDataset();
  const transfer = transferSet(data, { ...NO_TRANSFER, ...transferSettings });
  const taught = models ?? [await trainedTeacher(engine, data)];
  const teachers: NetworkTeacher[] = taught.map((model, i) => teacherOf({ name: `teacher${i}`, model }, data));
  const answers: Float32Array[] = [];
  const asked = { engine, data: transfer.data, split: 'train' } as const;
  if (!within) for (const teacher of teachers) answers.push(await answersOn(asked, teacher, () => Promise.resolve()));
  const graph = denseGraph(4, data.outputs);
  return {
    ...{ engine, transfer, teachers, answers: within ? null : answers },
    weights: teachers.map(() => 1 / teachers.length),
    chain: [{ graph, parameters: initialParameters(graph, createRandom(3).split('init')), masks: {} }],
    losses: [SOFT],
    ...{ warmUpEpochs: 0, finalTemperature: null, sweep: null, control: true, seed: 3 },
    training: { optimizer: ADAM, schedule: { kind: 'cosine', floor: 0 }, epochs: 2, batchSize: 8, weightDecay: 0, keep: 'last' },
    ...rest,
    data,
  };
}
