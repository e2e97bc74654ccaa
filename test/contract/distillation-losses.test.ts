import { beforeAll, describe, expect, it } from 'vitest';
import type { AnswerComparison, FeatureComparison } from '../../src-main/engine/distillation/distillation-loss.ts';
import { distillationLosses } from '../../src-main/engine/distillation/losses/index.ts';
import type { Engine, Scalar, Tensor, TensorLibrary } from '../../src-main/engine/tensor-library.ts';
import type { Task } from '../../src-shared/domain/graph/model-graph.ts';
import { createRandom } from '../../src-shared/lib/random.ts';
import { hasNative, nativeEngine } from '../support/native-engine.ts';
import { referenceEngine } from '../support/reference-engine.ts';
import { dataOf, paramsOf } from '../support/registry-member.ts';

const ITEMS = 5;
const WIDTH: Readonly<Record<Task, number>> = { classes: 4, binary: 1, labels: 3, values: 2 };
const STEP = 0.01;
/** Beside its defaults, each loss is put to the test with these. */
const VARIANTS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  decoupled: { others: 8 },
  relational: { angle: 2 },
};

interface Subject {
  readonly shape: readonly number[];
  value(tf: TensorLibrary, student: Tensor, teacher: Tensor): Scalar;
}

const cases = distillationLosses.all.flatMap(loss =>
  [{}, ...(VARIANTS[loss.id] === undefined ? [] : [VARIANTS[loss.id]!])].flatMap(change => {
    const config = paramsOf(loss, change);
    const { compares } = loss;
    if (compares.kind === 'features') {
      return [[6], [3, 2, 4]]
        .filter(shape => compares.suits?.(shape) ?? true)
        .map(shape => ({
          title: `${loss.id} ${JSON.stringify(change)} on [${shape.join(', ')}]`,
          subject: {
            shape: [ITEMS, ...shape],
            value: (tf: TensorLibrary, student: Tensor, teacher: Tensor) =>
              (compares as FeatureComparison<unknown>).value({ tf, config, student, teacher }),
          } as Subject,
        }));
    }
    return loss.tasks.flatMap(task =>
      (config['temperature'] === undefined ? [1] : [1, 3]).map(t => ({
        title: `${loss.id} ${JSON.stringify(change)} for ${task} at ${t}`,
        subject: {
          shape: [ITEMS, WIDTH[task]],
          value(tf: TensorLibrary, student: Tensor, teacher: Tensor) {
            const target = () => tf.cast(tf.oneHot(tf.tensor1d([0, 3, 1, 2, 3], 'int32'), 4), 'float32') as Tensor;
            const call = { tf, config, task, student, teacher, temperature: tf.scalar(t), target };
            return tf.mean((compares as AnswerComparison<unknown>).rows(call)) as Scalar;
          },
        } as Subject,
      })),
    );
  }),
);

function valuesOf(shape: readonly number[], seed: string, scale = 1.5): Float32Array {
  const random = createRandom(21).split(seed);
  return Float32Array.from({ length: shape.reduce((product, n) => product * n, 1) }, () => scale * (2 * random.next() - 1));
}

let tf: TensorLibrary;
beforeAll(async () => {
  tf = await referenceEngine();
});

it.each(distillationLosses.all.map(loss => [loss.id, loss] as const))(
  '%s is plain data apart from its functions, with its source',
  (_id, loss) => {
    const { compares: _compares, ...data } = dataOf(loss) as unknown as Record<string, unknown>;
    expect(structuredClone(data)).toEqual(data);
    expect(loss.source).toMatch(/\d{4}/);
    expect(loss.params).toHaveProperty('alpha');
  },
);

describe.each(cases)('$title', ({ subject }) => {
  const { shape } = subject;
  const teacher = valuesOf(shape, 'teacher');
  const student = valuesOf(shape, 'student');
  const at = (values: Float32Array, library = tf): number =>
    library.tidy(
      () => subject.value(library, library.tensor(values, [...shape]), library.tensor(teacher, [...shape])).dataSync()[0]! as never,
    ) as number;
  const slopes = (values: Float32Array, factor = 1, library = tf): Float32Array =>
    library.tidy(
      () =>
        library
          .grad(x => library.mul(subject.value(library, x, library.tensor(teacher, [...shape])), factor))(
            library.tensor(values, [...shape]),
          )
          .dataSync()
          .slice() as never,
    ) as unknown as Float32Array;

  it('has the gradient that central differences give', () => {
    for (const [i, slope] of slopes(student).entries()) {
      const moved = (by: number): number => at(student.map((value, k) => (k === i ? value + by : value)));
      const difference = (moved(STEP) - moved(-STEP)) / (2 * STEP);
      expect(Math.abs(slope - difference)).toBeLessThan(2e-3 * Math.max(1, Math.abs(difference)));
    }
  });

  it('is least, with slope 0, where the student is as the teacher', () => {
    expect(at(teacher)).toBeCloseTo(0, 5);
    expect(at(student)).toBeGreaterThan(1e-4);
    for (const slope of slopes(teacher)) expect(slope).toBeCloseTo(0, 3);
  });

  it('scales its gradient with what follows it', () => {
    const once = slopes(student);
    for (const [i, thrice] of slopes(student, 3).entries()) expect(thrice).toBeCloseTo(3 * once[i]!, 4);
  });

  it('is finite for values of any size', () => {
    for (const scale of [0, 1e-20, 100, 1e4]) {
      const values = valuesOf(shape, 'any', scale);
      expect(Number.isFinite(at(values))).toBe(true);
      expect(slopes(values).every(Number.isFinite)).toBe(true);
    }
  });

  it('leaves no tensor behind', () => {
    const before = tf.memory().numTensors;
    at(student);
    slopes(student);
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe.runIf(hasNative)('recorded as one call', () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await nativeEngine();
  });

  it.each(cases)('$title gives value and gradient of the reference', async ({ subject }) => {
    const { tf: native, compiler } = engine;
    const { shape } = subject;
    const spec = { dtype: 'float32', shape } as const;
    const made = compiler!.compile({
      ...{ title: 'a distillation loss', inputs: { student: spec, teacher: spec }, arrays: {}, variables: {} },
      body(scope) {
        const { value, grad } = native.valueAndGrad(x => subject.value(native, x, scope.input('teacher')))(scope.input('student'));
        return { value, grad };
      },
    });
    const [student, teacher] = [valuesOf(shape, 'student'), valuesOf(shape, 'teacher')];
    const { value, grad } = made.call({ student, teacher }, null);
    const expected = tf.tidy(() => {
      const call = tf.valueAndGrad(x => subject.value(tf, x, tf.tensor(teacher, [...shape])))(tf.tensor(student, [...shape]));
      return [call.value.dataSync()[0]!, ...call.grad.dataSync()] as never;
    }) as unknown as number[];
    const came = [(await value!.data())[0]!, ...(await grad!.data())];
    came.forEach((number, i) => expect(number).toBeCloseTo(expected[i]!, 4));
    for (const one of [value!, grad!]) one.dispose();
    made.dispose();
  });
});

it('multiplies soft targets by T², so that their gradient keeps its size', () => {
  const soft = distillationLosses.require('soft-targets').compares as AnswerComparison<unknown>;
  const [student, teacher] = [valuesOf([ITEMS, 4], 'a', 0.1), valuesOf([ITEMS, 4], 'b', 0.1)];
  const sizeAt = (t: number): number =>
    tf.tidy(() => {
      const target = () => tf.zeros([ITEMS, 4]) as Tensor;
      const call = { tf, config: {}, task: 'classes', teacher: tf.tensor(teacher, [ITEMS, 4]), temperature: tf.scalar(t), target } as const;
      const slope = tf.grad(x => tf.mean(soft.rows({ ...call, student: x })))(tf.tensor(student, [ITEMS, 4]));
      return tf.norm(slope).dataSync()[0]! as never;
    }) as number;
  expect(sizeAt(20) / sizeAt(1)).toBeCloseTo(1, 1);
});

it('is plain soft targets when decoupled weighs the other classes as those do', () => {
  // KL = KL(right or not) + (1 − p of right)·KL among the others (Zhao 2022, eq. 5), item by item.
  const [soft, decoupled] = ['soft-targets', 'decoupled'].map(id => distillationLosses.require(id).compares as AnswerComparison<never>);
  const [student, teacher] = [valuesOf([1, 4], 'a'), valuesOf([1, 4], 'b')];
  tf.tidy(() => {
    const target = () => tf.tensor2d([[0, 0, 1, 0]]) as Tensor;
    const call = {
      tf,
      task: 'classes',
      student: tf.tensor(student, [1, 4]),
      teacher: tf.tensor(teacher, [1, 4]),
      temperature: tf.scalar(2),
      target,
    };
    const right = tf
      .softmax(
        tf.tensor(
          teacher.map(z => z / 2),
          [1, 4],
        ),
      )
      .dataSync()[2]!;
    const apart = decoupled!.rows({ ...call, config: { target: 1, others: 1 - right } } as never).dataSync()[0]!;
    expect(apart).toBeCloseTo(soft!.rows({ ...call, config: {} } as never).dataSync()[0]!, 4);
  });
});
