/** How much of it is run: all, or a part that only shows that everything goes. */
export interface BenchSize {
  readonly seeds: number;
  readonly quick: boolean;
}

type Step = Readonly<Record<string, unknown>>;

/** A student beside itself alone, by the names of their steps. */
export interface Pair {
  readonly title: string;
  readonly alone: string;
  readonly distilled: string;
  /** Least share of the gap that is to be closed; null where it only must not be worse. */
  readonly goal: number | null;
}

export interface BenchRecipe {
  readonly name: string;
  readonly recipe: Step;
  readonly pairs: readonly Pair[];
}

const ADAM = { kind: 'adam', learningRate: 0.001 };
const JITTER = [{ kind: 'shift', pixels: 2 }];

/** Every recipe of the bench. */
export function benchRecipes(size: BenchSize): readonly BenchRecipe[] {
  return [hinton(size), smallStudents(size), omittedClass(size), convolutional(size)];
}

/** Hinton et al. 2015, §3: a jittered teacher, a student that never sees a jittered image, and one that does. */
function hinton({ seeds, quick }: BenchSize): BenchRecipe {
  const [wide, student] = quick ? [100, 60] : [1200, 800];
  const model = { preset: 'mlp', hidden: [student, student] };
  const epochs = quick ? 3 : 30;
  const common = { epochs, batchSize: 128, optimizer: ADAM, schedule: { kind: 'cosine' }, keep: 'last', repeat: seeds };
  const taught = { do: 'distill', teachers: ['teacher'], student: model, control: false, ...common };
  const steps = {
    ...dataAndTeacher(quick, wide),
    alone: { do: 'train', data: 'digits', model, ...common },
    distilled: { ...taught, sweep: { temperatures: [2, 4, 8], alphas: [0.5, 0.8, 1] } },
    jittered: { ...taught, loss: { kind: 'soft-targets', temperature: 4, alpha: 0.9 }, augment: JITTER },
  };
  return bench('hinton', steps, [
    { title: `${student}-${student}`, alone: 'alone', distilled: 'distilled', goal: 0.6 },
    { title: `${student}-${student}, jitter in the transfer set`, alone: 'alone', distilled: 'jittered', goal: 0.6 },
  ]);
}

/**
 * Students that have little room: the chosen temperature must be small. Soft targets take longer to learn than labels: where the
 * rate ends with the labels learned, as Adam's 0.001 along a cosine over twenty epochs does, nothing of the teacher has come over,
 * here as in PyTorch (`peers/distil.py`). Three times the rate and sixty epochs are better for the student alone too, which gets
 * both.
 */
function smallStudents({ seeds, quick }: BenchSize): BenchRecipe {
  const students = {
    fifty: { hidden: [50], temperatures: [2, 4] },
    hundreds: { hidden: [100, 100], temperatures: [2, 4, 8] },
    thirty: { hidden: [30], temperatures: [1, 2] },
  };
  const optimizer = { ...ADAM, learningRate: 0.003 };
  const common = { epochs: quick ? 9 : 60, batchSize: 64, optimizer, schedule: { kind: 'cosine' }, keep: 'last', repeat: seeds };
  const pairs = Object.entries(students).map(([name, { hidden, temperatures }]) => {
    const model = { preset: 'mlp', hidden };
    return {
      steps: {
        [`${name}Alone`]: { do: 'train', data: 'digits', model, ...common },
        [name]: { do: 'distill', teachers: ['teacher'], student: model, sweep: { temperatures, alphas: [0.9] }, control: false, ...common },
      },
      pair: { title: hidden.join('-'), alone: `${name}Alone`, distilled: name, goal: name === 'thirty' ? null : 0.4 },
    };
  });
  const steps = Object.assign({}, dataAndTeacher(quick, quick ? 100 : 1200), ...pairs.map(one => one.steps)) as Record<string, Step>;
  return bench(
    'small',
    steps,
    pairs.map(one => one.pair),
  );
}

/** Hinton et al. 2015, §3: the student never sees a 3. */
function omittedClass({ seeds, quick }: BenchSize): BenchRecipe {
  const hidden = quick ? [60] : [800, 800];
  const common = { epochs: quick ? 6 : 20, batchSize: 128, optimizer: ADAM, schedule: { kind: 'cosine' }, repeat: seeds };
  const steps = {
    ...dataAndTeacher(quick, quick ? 100 : 1200),
    without3: {
      do: 'distill',
      teachers: ['teacher'],
      student: { preset: 'mlp', hidden },
      loss: { kind: 'soft-targets', temperature: 4, alpha: 1 },
      transfer: { omit: ['3'] },
      control: false,
      ...common,
    },
  };
  return bench('omitted', steps, []);
}

/** A quarter of the channels, half of the blocks. */
function convolutional({ seeds, quick }: BenchSize): BenchRecipe {
  const common = { batchSize: 64, optimizer: ADAM, schedule: { kind: 'cosine' }, keep: 'last' };
  const few = { validation: 2000, train: quick ? 2000 : 10_000, seed: 7 };
  const sweep = { temperatures: [1, 2, 4], alphas: [0.5, 0.9] };
  const taught = { do: 'distill', control: true, sweep, repeat: seeds, ...common };
  const steps = {
    digits: { do: 'import-data', source: 'builtin:mnist', splits: few },
    lenet: { do: 'train', data: 'digits', model: { preset: 'lenet5' }, epochs: quick ? 2 : 15, augment: JITTER, ...common },
    quarter: { ...taught, teachers: ['lenet'], student: { scale: { width: 0.25 } }, epochs: quick ? 2 : 15 },
    resnet: {
      do: 'train',
      data: 'digits',
      model: { preset: 'mini-resnet', widths: [8, 16, 32], blocks: 2 },
      epochs: quick ? 1 : 12,
      augment: JITTER,
      ...common,
    },
    shallow: { ...taught, teachers: ['resnet'], student: { scale: { depth: 0.5 } }, epochs: quick ? 1 : 12 },
  };
  return bench('convolutional', steps, []);
}

/** The teacher is the same in every recipe, so that it is trained once in a workspace. */
function dataAndTeacher(quick: boolean, wide: number): Readonly<Record<string, Step>> {
  const splits = quick ? { train: 6000, validation: 2000, seed: 7 } : { validation: 5000, seed: 7 };
  return {
    digits: { do: 'import-data', source: 'builtin:mnist', splits },
    teacher: {
      ...{ do: 'train', data: 'digits', model: { preset: 'mlp', hidden: [wide, wide], dropout: 0.3 }, augment: JITTER },
      ...{ epochs: quick ? 6 : 50, batchSize: 128, optimizer: ADAM, schedule: { kind: 'cosine' }, keep: 'last' },
    },
  };
}

function bench(name: string, steps: Readonly<Record<string, Step>>, pairs: readonly Pair[]): BenchRecipe {
  const models = Object.entries(steps).flatMap(([step, { do: kind }]) => (kind === 'import-data' ? [] : [step]));
  const verdict = { do: 'compare', models, split: 'test' };
  return { name, pairs, recipe: { espalier: 1, name: `distillation-${name}`, seed: 1, steps: { ...steps, verdict } } };
}
