import type { Steps } from '../seed-runs.ts';

/** How much of it is run: all, or a part that only shows that everything goes. */
export interface BenchSize {
  readonly quick: boolean;
}

type Step = Steps[string];

/** Least share of the gap that is to be closed, or what is to be on every seed; nothing of a control that is only shown. */
type Wanted = number | 'better' | 'no worse' | null;

/** A student beside itself alone, by the names of their steps. */
export interface Pair {
  readonly title: string;
  readonly teacher: string;
  readonly alone: string;
  readonly distilled: string;
  readonly wanted: Wanted;
}

export interface BenchRecipe {
  readonly name: string;
  /** Data and teachers, the same for every seed. */
  readonly shared: Steps;
  /** The students, and the verdict on all models. */
  readonly perSeed: Steps;
  readonly pairs: readonly Pair[];
}

const ADAM = { kind: 'adam', learningRate: 0.001 };
const JITTER = [{ kind: 'shift', pixels: 2 }];

/** Every recipe of the bench. */
export function benchRecipes(size: BenchSize): readonly BenchRecipe[] {
  return [
    hinton(size),
    movedStudent(size, [50]),
    movedStudent(size, [100, 100]),
    smallestStudent(size),
    omittedClass(size),
    narrow(size),
    shallow(size),
  ];
}

/** Hinton et al. 2015, §3: a jittered teacher, a student that never sees a jittered image, and one that does. */
function hinton({ quick }: BenchSize): BenchRecipe {
  const [wide, student] = quick ? [100, 60] : [1200, 800];
  const model = { preset: 'mlp', hidden: [student, student] };
  const epochs = quick ? 3 : 30;
  const common = { epochs, batchSize: 128, optimizer: ADAM, schedule: { kind: 'cosine' }, keep: 'last' };
  const taught = { do: 'distill', teachers: ['teacher'], student: model, control: false, ...common };
  const steps = {
    alone: { do: 'train', data: 'digits', model, ...common },
    distilled: { ...taught, sweep: { temperatures: [2, 4, 8], alphas: [0.5, 0.8, 1] } },
    jittered: { ...taught, loss: { kind: 'soft-targets', temperature: 4, alpha: 0.9 }, augment: JITTER },
  };
  return bench('hinton', { shared: dataAndTeacher(quick, wide), students: steps }, [
    { title: `${student}-${student}`, teacher: 'teacher', alone: 'alone', distilled: 'distilled', wanted: 0.6 },
    { title: `${student}-${student}, jitter in the transfer set`, teacher: 'teacher', alone: 'alone', distilled: 'jittered', wanted: 0.6 },
  ]);
}

/**
 * Students that have little room: the chosen temperature must be small. Soft targets take longer to learn than labels: where the
 * rate ends with the labels learned, as Adam's 0.001 along a cosine over twenty epochs does, nothing of the teacher has come over,
 * here as in PyTorch (`peers/distil.py`). So the rate is three times that, for the student alone too.
 */
const SMALL = { batchSize: 128, optimizer: { ...ADAM, learningRate: 0.003 }, schedule: { kind: 'cosine' }, keep: 'last' };

/**
 * What the teacher knows of pictures moved by a pixel is in the transfer set: what so small a student lacks is not the teacher's
 * opinion of the items it has seen. Beside the student alone stands one that has the labels of the moved pictures.
 */
function movedStudent({ quick }: BenchSize, hidden: readonly number[]): BenchRecipe {
  const model = { preset: 'mlp', hidden };
  const common = { ...SMALL, epochs: quick ? 9 : 40 };
  const augment = [{ kind: 'shift', pixels: 1 }];
  const students = {
    alone: { do: 'train', data: 'digits', model, ...common },
    moved: { do: 'train', data: 'digits', model, augment, ...common },
    taught: {
      ...{ do: 'distill', teachers: ['teacher'], student: model, augment, control: false },
      ...{ sweep: { temperatures: [2, 4], alphas: [0.9] }, ...common },
    },
  };
  const name = `784-${hidden.join('-')}-10`;
  return bench(`small-${hidden.join('-')}`, { shared: dataAndTeacher(quick, quick ? 100 : 1200), students }, [
    { title: name, teacher: 'teacher', alone: 'alone', distilled: 'taught', wanted: 0.4 },
    { title: `${name}, with labels moved too`, teacher: 'teacher', alone: 'moved', distilled: 'taught', wanted: null },
  ]);
}

function smallestStudent({ quick }: BenchSize): BenchRecipe {
  const model = { preset: 'mlp', hidden: [30] };
  const common = { ...SMALL, epochs: quick ? 9 : 40 };
  const sweep = { temperatures: [1, 2], alphas: [0.9] };
  const students = {
    alone: { do: 'train', data: 'digits', model, ...common },
    taught: { do: 'distill', teachers: ['teacher'], student: model, sweep, control: false, ...common },
  };
  return bench('small-30', { shared: dataAndTeacher(quick, quick ? 100 : 1200), students }, [
    { title: '784-30-10', teacher: 'teacher', alone: 'alone', distilled: 'taught', wanted: 'no worse' },
  ]);
}

/** Hinton et al. 2015, §3: the student never sees a 3. */
function omittedClass({ quick }: BenchSize): BenchRecipe {
  const hidden = quick ? [60] : [800, 800];
  const common = { epochs: quick ? 6 : 20, batchSize: 128, optimizer: ADAM, schedule: { kind: 'cosine' } };
  const students = {
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
  return bench('omitted', { shared: dataAndTeacher(quick, quick ? 100 : 1200), students }, []);
}

const CONVOLUTIONAL = { batchSize: 64, optimizer: ADAM, schedule: { kind: 'cosine' }, keep: 'last' };
/** Without a share of the teacher it is the student alone, as a model that can be compared. */
const ALONE = { kind: 'soft-targets', alpha: 0 };

/** A quarter of the channels. */
function narrow({ quick }: BenchSize): BenchRecipe {
  const common = { ...CONVOLUTIONAL, epochs: quick ? 2 : 15 };
  const shared = {
    digits: fewDigits(quick),
    lenet: { do: 'train', data: 'digits', model: { preset: 'lenet5' }, augment: JITTER, ...common },
  };
  const student = { do: 'distill', control: false, teachers: ['lenet'], student: { scale: { width: 0.25 } }, ...common };
  const students = {
    quarterAlone: { ...student, loss: ALONE },
    quarter: { ...student, sweep: { temperatures: [1, 2, 4], alphas: [0.5, 0.9] } },
  };
  return bench('narrow', { shared, students }, [
    { title: 'LeNet-5, a quarter as wide', teacher: 'lenet', alone: 'quarterAlone', distilled: 'quarter', wanted: 'better' },
  ]);
}

/** Half of the blocks; as for the small students the rate is three times what labels need, for the teacher and the student alone too. */
function shallow({ quick }: BenchSize): BenchRecipe {
  const common = { ...CONVOLUTIONAL, optimizer: SMALL.optimizer };
  const shared = {
    digits: fewDigits(quick),
    resnet: {
      ...{ do: 'train', data: 'digits', model: { preset: 'mini-resnet', widths: [8, 16, 32], blocks: 2 }, augment: JITTER },
      ...{ epochs: quick ? 1 : 12, ...common },
    },
  };
  const student = { do: 'distill', control: false, teachers: ['resnet'], student: { scale: { depth: 0.5 } } };
  const schedule = { epochs: quick ? 1 : 16, ...common };
  const students = {
    shallowAlone: { ...student, loss: ALONE, ...schedule },
    shallow: { ...student, sweep: { temperatures: [2, 4], alphas: [0.9] }, ...schedule },
  };
  return bench('shallow', { shared, students }, [
    { title: 'mini-resnet, half as deep', teacher: 'resnet', alone: 'shallowAlone', distilled: 'shallow', wanted: 'better' },
  ]);
}

function fewDigits(quick: boolean): Step {
  return { do: 'import-data', source: 'builtin:mnist', splits: { validation: 2000, train: quick ? 2000 : 10_000, seed: 7 } };
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

function bench(
  name: string,
  { shared, students }: { readonly shared: Steps; readonly students: Steps },
  pairs: readonly Pair[],
): BenchRecipe {
  const models = Object.entries({ ...shared, ...students }).flatMap(([step, { do: kind }]) => (kind === 'import-data' ? [] : [step]));
  return { name, pairs, shared, perSeed: { ...students, verdict: { do: 'compare', models, split: 'test' } } };
}
