import { invalidInput } from '../../../src-shared/lib/app-error.ts';
import type { Parameters, Parameter } from '../../../src-shared/domain/graph/model-graph.ts';
import { activationsOf, inferenceContext } from '../graph/forward.ts';
import type { Scalar, Tensor } from '../tensor-library.ts';
import { scalarsOf } from '../training/step.ts';
import type { Objective, ObjectiveCall, ObjectiveValue, Tensors } from '../training/step-plan.ts';
import { ITEM_WEIGHT } from '../training/training-data.ts';
import type { AnswerCall, FeatureCall } from './distillation-loss.ts';
import { networkOf, type NetworkTeacher, type Teacher } from './teacher.ts';
import { answersExtra, countsExtra, regressorName, type BoundLoss, type TeachingSetup } from './teaching.ts';

/** Metric name of the labels' own loss. */
export const HARD_LOSS = 'loss/hard';

/** Why a teacher has to be a network. */
const WITHIN = 'where the teacher runs within the steps';

/** What the losses compare with, of one batch. */
interface TeacherValues {
  /** Logits, or values, of the classes it knows `[N, known]`. */
  readonly answers: Tensor;
  /** Null where only its answers are at hand. */
  readonly activations: ReadonlyMap<string, Tensor> | null;
}

/**
 * (1 − α₀)·loss on labels + Σᵢ αᵢ·Lᵢ, each Lᵢ over answers the weighted sum over teachers of its mean over items: for soft
 * targets its gradient is that of the mean of the teachers' probabilities. A teacher that does not know all classes is compared
 * with what the student thinks among those it knows (Hinton 2015, §5), and not on items of other classes. Features are the
 * first teacher's.
 */
export function distillationObjective(setup: TeachingSetup, losses: readonly BoundLoss[]): Objective {
  const { teachers, answers, labelled } = setup;
  const isWithin = answers === null;
  return {
    fixed: {
      ...Object.assign({}, ...teachers.map((teacher, i) => selections(setup, teacher, i))),
      ...(isWithin ? Object.assign({}, ...teachers.map((teacher, i) => prefixed(networkOf(teacher, WITHIN).parameters, i))) : {}),
    } as Parameters,
    // What stays as it is becomes part of the recorded step: every number handed over costs a small step's time.
    scalars: done => (isConstant(setup) ? {} : scalarsAt(setup, losses, done)),
    value(given) {
      const call = isConstant(setup) ? { ...given, scalars: scalarsOf(setup.tf, scalarsAt(setup, losses, 0)) } : given;
      const taught = teachers.map((teacher, i) =>
        isWithin ? runTeacher(setup, networkOf(teacher, WITHIN), call, i) : cachedAnswers(call, i),
      );
      const parts: Record<string, Scalar> = labelled === 'none' ? {} : { [HARD_LOSS]: call.loss() };
      losses.forEach((loss, i) => (parts[loss.metric] = partOf(setup, loss, { call, taught, index: i })));
      return { loss: weightedSum(setup, losses, { call, parts }), parts };
    },
  };
}

function weightedSum(
  { tf }: TeachingSetup,
  losses: readonly BoundLoss[],
  { call, parts }: { readonly call: ObjectiveCall; readonly parts: ObjectiveValue['parts'] },
): Scalar {
  const hard = parts[HARD_LOSS];
  const terms = losses.map(({ metric }, i) => tf.mul(parts[metric] as Scalar, scalar(call, `alpha.${i}`)));
  const all = hard === undefined ? terms : [tf.mul(hard, scalar(call, 'hard')), ...terms];
  return all.reduce((sum, term) => tf.add(sum, term)) as Scalar;
}

function isConstant({ curve }: TeachingSetup): boolean {
  return curve.warmUpSteps === 0 && curve.finalTemperature === null;
}

function scalarsAt({ curve, labelled }: TeachingSetup, losses: readonly BoundLoss[], done: number): Readonly<Record<string, number>> {
  const grown = curve.warmUpSteps === 0 ? 1 : Math.min(1, (done + 1) / curve.warmUpSteps);
  const at = curve.totalSteps <= 1 ? 1 : Math.min(1, done / (curve.totalSteps - 1));
  const { finalTemperature: final } = curve;
  const named = losses.flatMap(({ alpha, temperature, config }, i) => {
    const cools = final !== null && config['temperature'] !== undefined;
    return [
      [`alpha.${i}`, labelled === 'none' ? alpha : alpha * grown],
      [`temperature.${i}`, cools ? temperature * (final / temperature) ** at : temperature],
    ] as const;
  });
  return { hard: Math.max(0, 1 - (losses[0]?.alpha ?? 0) * grown), ...Object.fromEntries(named) };
}

interface PartCall {
  readonly call: ObjectiveCall;
  readonly taught: readonly TeacherValues[];
  readonly index: number;
}

function partOf(setup: TeachingSetup, { comparison, config }: BoundLoss, { call, taught, index }: PartCall): Scalar {
  const { tf, task, teachers, weights } = setup;
  if (comparison.kind === 'features') {
    const own = call.activations.get(comparison.studentNode) as Tensor;
    const student = comparison.regressor === null ? own : regressed(setup, own, call.parameters[regressorName(index)] as Tensor);
    const teacher = taught[0]?.activations?.get(comparison.teacherNode) as Tensor;
    return comparison.value({ tf, config, student, teacher } as FeatureCall<never>);
  }
  const temperature = scalar(call, `temperature.${index}`);
  const terms = teachers.map((teacher, i) => {
    const { answers } = taught[i] as TeacherValues;
    const student = amongKnown(setup, call, { teacher, index: i, rows: call.outputs });
    const target = (): Tensor => targetOf(setup, call, { teacher, index: i, answers });
    const compared = { student: inUnits(setup, student), teacher: inUnits(setup, answers) };
    const rows = comparison.rows({ tf, config, task, ...compared, temperature, target } as AnswerCall<never>);
    const counts = call.batch.extras[countsExtra(i)];
    const mean = tf.mul(tf.sum(counts === undefined ? rows : tf.mul(rows, counts)), 1 / rows.size);
    return teachers.length === 1 ? mean : tf.mul(mean, weights[i] ?? 0);
  });
  return terms.reduce((sum, term) => tf.add(sum, term)) as Scalar;
}

/** Amounts of any size weigh as much beside the loss on labels, which is in the same units. */
function inUnits({ tf, units }: TeachingSetup, values: Tensor): Tensor {
  return units === null ? values : tf.div(values, tf.tensor1d([...units]));
}

function regressed({ tf }: TeachingSetup, values: Tensor, kernel: Tensor): Tensor {
  const [from, to] = kernel.shape as [number, number];
  return tf.reshape(tf.matMul(tf.reshape(values, [-1, from]), kernel as never), [...values.shape.slice(0, -1), to]);
}

/** The right class among those the teacher knows, or its own answer where an item has no label. */
function targetOf(
  setup: TeachingSetup,
  call: ObjectiveCall,
  { teacher, index, answers }: { readonly teacher: Teacher; readonly index: number; readonly answers: Tensor },
): Tensor {
  const { tf, labelled, outputs } = setup;
  const own = (): Tensor => tf.cast(tf.oneHot(tf.argMax(answers, 1) as never, teacher.map.known.length), 'float32');
  if (labelled === 'none') return own();
  if (call.batch.mixed !== undefined)
    throw invalidInput('This distillation loss asks for the right class of an item, but mixed items have several', {
      path: 'augment',
      hint: 'Leave mixup and cutmix out, or choose soft targets.',
    });
  const right = tf.cast(tf.oneHot(call.batch.targets as never, outputs), 'float32');
  const known = amongKnown(setup, call, { teacher, index, rows: right });
  if (labelled === null) return known;
  const has = tf.reshape(call.batch.extras[ITEM_WEIGHT] as Tensor, [-1, 1]);
  return tf.add(tf.mul(has, known), tf.mul(tf.sub(1, has), own()));
}

/** Columns of the classes a teacher knows. */
function amongKnown(
  { tf, outputs }: TeachingSetup,
  call: ObjectiveCall,
  { teacher, index, rows }: { readonly teacher: Teacher; readonly index: number; readonly rows: Tensor },
): Tensor {
  return teacher.map.known.length === outputs ? rows : tf.matMul(rows as never, call.fixed[studentSelection(index)] as never);
}

function cachedAnswers({ batch }: ObjectiveCall, index: number): TeacherValues {
  if (batch.mixed !== undefined)
    throw invalidInput('Teachers that are networks are required for mixed items: a file has answers to the items of the data alone', {
      path: 'augment',
      hint: 'Leave mixup and cutmix out, or import the teacher itself with import-model.',
    });
  return { answers: batch.extras[answersExtra(index)] as Tensor, activations: null };
}

function runTeacher(
  { tf }: TeachingSetup,
  { graph, map, rescale }: NetworkTeacher,
  { batch, fixed }: ObjectiveCall,
  index: number,
): TeacherValues {
  const start = parameterPrefix(index);
  const own = Object.entries(fixed).flatMap(([name, tensor]) =>
    name.startsWith(start) ? [[name.slice(start.length), tensor] as const] : [],
  );
  const parameters: Tensors = Object.fromEntries(own);
  const inputs = rescale === null ? batch.inputs : tf.add(tf.mul(batch.inputs, rescale.factor), rescale.offset);
  const activations = activationsOf({ tf, graph, parameters, inputs: [inputs], context: inferenceContext });
  const raw = activations.get(graph.outputs[0] ?? '') as Tensor;
  return { answers: map.isSame ? raw : tf.matMul(raw as never, fixed[teacherSelection(index)] as never), activations };
}

/** Matrices of zeros and (signed) ones that pick columns: unlike a gather, they can be recorded and differentiated everywhere. */
function selections({ outputs }: TeachingSetup, { map, outputs: width }: Teacher, index: number): Record<string, Parameter> {
  const fromTeacher = map.isSame ? {} : { [teacherSelection(index)]: selection(width, map.outputs, map.sign) };
  const fromStudent = map.known.length === outputs ? {} : { [studentSelection(index)]: selection(outputs, map.known, 1) };
  return { ...fromTeacher, ...fromStudent };
}

function selection(from: number, columns: readonly number[], sign: number): Parameter {
  const values = new Float32Array(from * columns.length);
  columns.forEach((column, i) => (values[column * columns.length + i] = sign));
  return { shape: [from, columns.length], values };
}

function prefixed(parameters: Parameters, index: number): Parameters {
  return Object.fromEntries(Object.entries(parameters).map(([name, array]) => [parameterPrefix(index) + name, array]));
}

function parameterPrefix(index: number): string {
  return `teacher.${index}/`;
}

function teacherSelection(index: number): string {
  return `known.${index}`;
}

function studentSelection(index: number): string {
  return `taught.${index}`;
}

function scalar({ scalars }: ObjectiveCall, name: string): Scalar {
  return scalars[name] as Scalar;
}
