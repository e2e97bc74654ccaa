import type { ArtifactRef } from '../../src-shared/domain/dataset.ts';
import type { DistillationReport } from '../../src-shared/domain/distillation.ts';
import type { ModelOutput } from '../../src-shared/domain/step-output.ts';
import type { AlgorithmValue } from '../../src-shared/domain/params/param-spec.ts';
import { loadDataset, type LoadedDataset } from '../engine/data/load-dataset.ts';
import { answersOn } from '../engine/distillation/teacher-answers.ts';
import { validationWeights } from '../engine/distillation/combine.ts';
import { distilModel } from '../engine/distillation/distil-model.ts';
import type { DistilSetup, StudentStart, TrainingSettings } from '../engine/distillation/distil-setup.ts';
import { judgeDistilled, sizeRatioOf } from '../engine/distillation/judge-distilled.ts';
import {
  decodeSoftLabels,
  encodeSoftLabels,
  isSameSource,
  requireSameSource,
  type SoftLabels,
  type SoftLabelSource,
} from '../engine/distillation/soft-labels.ts';
import { scaledGraph } from '../engine/distillation/scale-graph.ts';
import type { MeasuredStudent } from '../engine/distillation/student-speed.ts';
import {
  chainOf,
  derivedGraph,
  requireSameOutputs,
  speedOf,
  type ChainSettings,
  type DerivedStudent,
} from '../engine/distillation/students.ts';
import { teacherOf, type Teacher } from '../engine/distillation/teacher.ts';
import { needsTeacher } from '../engine/distillation/teaching.ts';
import { transferSet, type TransferSet } from '../engine/distillation/transfer.ts';
import { warningText } from '../engine/distillation/warnings.ts';
import { encodeModel } from '../engine/formats/native.ts';
import { trainingLoad } from '../engine/memory/predict-memory.ts';
import type { Engine } from '../engine/tensor-library.ts';
import type { PhaseNetwork } from '../engine/training/phases.ts';
import { dataInput, modelInputs, type InputModel } from './job-inputs.ts';
import type { JobContext, JobInput } from './job.ts';
import { measuredStudent, remembering } from './measured-student.ts';
import { newCard, newGraph, type NewNetwork } from './new-network.ts';
import { saveModel } from './save-model.ts';
import { saveSmaller } from './save-smaller.ts';
import { trainedOnce } from './trained-once.ts';

/** A student as a recipe describes it: a model's name, a structure, or one made from the first teacher's. */
export type StudentValue = string | NewNetwork | DerivedStudent;

/** What both `distill` and `squash` ask for, resolved. */
export interface DistillationCall {
  readonly teachers: readonly InputModel[];
  readonly student: StudentValue;
  readonly losses: readonly AlgorithmValue[];
  readonly combine: 'equally' | 'by-validation';
  readonly sweep: DistilSetup['sweep'];
  readonly curve: { readonly warmUp: number; readonly finalTemperature?: number | undefined };
  readonly transfer: { readonly labels: 'use' | 'ignore'; readonly omit: readonly string[] };
  readonly chain: ChainSettings;
  /** Hash of stored answers. */
  readonly softLabels: string | null;
  readonly control: boolean;
  readonly training: TrainingSettings;
}

/** Everything a distillation needs that does not depend on the engine. */
interface Prepared {
  readonly call: DistillationCall;
  readonly dataRef: ArtifactRef;
  readonly data: LoadedDataset;
  readonly transfer: TransferSet;
  readonly teachers: readonly Teacher[];
  readonly chain: readonly StudentStart[];
  /** Null unless the student was asked for a speed. */
  readonly measured: MeasuredStudent | null;
  readonly source: Omit<SoftLabelSource, 'engine'>;
  /** Hashes of soft labels that may be of the same source. */
  readonly known: readonly string[];
}

/** The model and what was found out; a job of several phases, resumable at every step. */
export async function runDistillation(call: DistillationCall, input: JobInput, outer: JobContext): Promise<ModelOutput> {
  const prepared = await prepare(call, input, outer);
  const { data, chain, measured } = prepared;
  const context = remembering(measured, outer);
  const largest = [...chain].sort((a, b) => b.graph.nodes.length - a.graph.nodes.length)[0] as StudentStart;
  const engine = await context.engine(trainingLoad({ graph: largest.graph, data }, call.training));
  const { report, ...network } = await trainedOnce(context, () => teach(prepared, { engine, seed: input.seed }, context));
  for (const warning of report.warnings) context.log('warn', warningText(warning));
  const output = await save(prepared, network, { input, context });
  const [source] = call.teachers;
  const teacher = { graph: source?.model.graph ?? network.graph, bytes: source?.output.file.bytes ?? output.file.bytes };
  const sizeRatio = sizeRatioOf({ graph: network.graph, bytes: output.file.bytes }, teacher);
  const distillation: DistillationReport = { ...report, sizeRatio };
  return { ...output, summary: { ...output.summary, distillation, ...(measured === null ? {} : { speed: measured.speed }) } };
}

async function prepare(call: DistillationCall, input: JobInput, context: JobContext): Promise<Prepared> {
  const [first] = call.teachers;
  if (first === undefined) throw new Error(`Step '${input.name}' has no teacher`);
  const dataRef = input.inputs['data'] === undefined ? first.output.data : dataInput(input, 'data').manifest;
  const data = await loadDataset(dataRef.hash, context.artifacts);
  const more = input.inputs['transfer.unlabelled'] === undefined ? null : dataInput(input, 'transfer.unlabelled').manifest;
  const unlabelled = more === null ? null : await loadDataset(more.hash, context.artifacts);
  const transfer = transferSet(data, { ...call.transfer, unlabelled });
  const teachers = call.teachers.map(({ name, replicate, model }) =>
    teacherOf({ name: replicate === null ? name : `${name} ${replicate + 1}`, model }, data),
  );
  const { measured, ...student } = await studentOf(call, { input, context, data, teacher: teachers[0] as Teacher });
  return {
    ...{ call, dataRef, data, transfer, teachers, measured },
    chain: chainOf(student.start, teachers[0] as Teacher, { ...call.chain, seed: input.seed }),
    known: typeof input.facts['softLabels'] === 'string' ? input.facts['softLabels'].split(' ') : [],
    source: {
      data: dataRef.hash,
      teachers: call.teachers.map(({ output }) => output.file.hash),
      transfer: { omit: [...call.transfer.omit].sort(), unlabelled: more?.hash ?? null },
    },
  };
}

interface StudentCall {
  readonly input: JobInput;
  readonly context: JobContext;
  readonly data: LoadedDataset;
  readonly teacher: Teacher;
}

interface FoundStudent {
  readonly start: Parameters<typeof chainOf>[0];
  readonly measured: MeasuredStudent | null;
}

async function studentOf({ student }: DistillationCall, { input, context, data, teacher }: StudentCall): Promise<FoundStudent> {
  if (typeof student === 'string') {
    const [found] = await modelInputs(input, 'student', context.artifacts);
    if (found === undefined) throw new Error(`Step '${input.name}' has no student`);
    const { graph, parameters, masks } = found.model;
    return { start: { graph, parameters, masks }, measured: null };
  }
  if (!('scale' in student || 'budget' in student)) return { start: newGraph(student as NewNetwork, data), measured: null };
  requireSameOutputs(teacher, data.outputs);
  const card = newCard(data.manifest, data);
  const derived = student as DerivedStudent;
  const goal = speedOf(derived);
  if (goal === null) return { start: derivedGraph(derived, teacher, card), measured: null };
  const measured = await measuredStudent({ teacher: teacher.graph, card, goal }, context);
  return { start: scaledGraph(teacher.graph, { width: measured.width, depth: 1 }), measured };
}

type TaughtNetwork = PhaseNetwork & { readonly report: Omit<DistillationReport, 'sizeRatio'> };

/** Trains, judges, and stores what is not the model itself. */
async function teach(
  prepared: Prepared,
  { engine, seed }: { readonly engine: Engine; readonly seed: number },
  context: JobContext,
): Promise<TaughtNetwork> {
  const { call, data, teachers } = prepared;
  const turn = (): Promise<void> => context.turn();
  const startedMs = context.nowMs();
  const answers = await cachedAnswers(prepared, engine, context);
  const weights = await weightsOf(prepared, engine, context);
  const teacherMs = context.nowMs() - startedMs;
  const { losses, sweep, control, training, curve } = call;
  const setup: DistilSetup = {
    ...{ engine, data, teachers, weights, answers, losses, sweep, control, training, seed },
    ...{ transfer: prepared.transfer, chain: prepared.chain, warmUpEpochs: curve.warmUp, finalTemperature: curve.finalTemperature ?? null },
  };
  const distilled = await distilModel(setup, context);
  const { network, alone } = distilled;
  context.report({ fraction: 1, stage: 'evaluating' });
  const judged = await judgeDistilled({ setup, distilled, modelIds: call.teachers.map(({ id }) => id), turn });
  const { alone: aloneFigures, ...report } = judged.report;
  const card = newCard(data.manifest, data);
  const soft = encodeSoftLabels({
    ...prepared.source,
    engine: engine.identity,
    ...{ classes: card.classes, weights, known: teachers.map(({ map }) => map.known), train: answers ?? [], validation: judged.validation },
  });
  const aloneFile = alone === null ? null : await context.artifacts.write(encodeModel({ ...alone, card }));
  const { graph, ...trained } = network;
  return {
    ...{ graph, ...trained, parameters: judged.parameters },
    report: {
      ...report,
      ...(aloneFile === null || aloneFigures === undefined ? {} : { alone: { ...aloneFigures, file: aloneFile } }),
      cost: {
        teacherMs: Math.round(teacherMs),
        sweepMs: Math.round(distilled.sweep?.ms ?? 0),
        trainingMs: Math.round(distilled.chain.reduce((sum, one) => sum + one.trainingMs, 0)),
        aloneMs: Math.round(alone?.trainingMs ?? 0),
      },
      softLabels: await context.artifacts.write(soft),
      softLabelSource: { data: prepared.source.data, teachers: prepared.source.teachers, engine: engine.identity },
    },
  };
}

/** Null where inner values are asked for, or inputs change from step to step: then teachers run with the student. */
async function cachedAnswers(
  { call, transfer, teachers, source, known }: Prepared,
  engine: Engine,
  context: JobContext,
): Promise<DistilSetup['answers']> {
  if (needsTeacher(call.losses) || (call.training.augment ?? []).length > 0) return null;
  const wanted = { ...source, engine: engine.identity };
  if (call.softLabels !== null) {
    const stored = decodeSoftLabels(await context.artifacts.read(call.softLabels));
    requireSameSource(stored, wanted);
    if (stored.train.length === teachers.length) return stored.train;
  }
  for (const hash of known) {
    const stored = await readIfThere(hash, context);
    if (stored === null || !isSameSource(stored, wanted)) continue;
    context.log('info', `The teachers' answers are those an earlier distillation stored (${hash.slice(0, 12)})`);
    return stored.train;
  }
  const answers: Float32Array[] = [];
  for (const teacher of teachers) {
    answers.push(await answersOn({ engine, data: transfer.data, split: 'train' }, teacher, () => context.turn()));
  }
  return answers;
}

/** Null for a file that is gone with its model, or is damaged: the teachers can be asked again. */
async function readIfThere(hash: string, { artifacts }: JobContext): Promise<SoftLabels | null> {
  try {
    return decodeSoftLabels(await artifacts.read(hash));
  } catch {
    return null;
  }
}

async function weightsOf({ call, data, teachers }: Prepared, engine: Engine, context: JobContext): Promise<readonly number[]> {
  const equal = teachers.map(() => 1 / teachers.length);
  const items = data.count('validation');
  if (call.combine === 'equally' || teachers.length === 1 || items === 0) return equal;
  const answers: Float32Array[] = [];
  for (const teacher of teachers) answers.push(await answersOn({ engine, data, split: 'validation' }, teacher, () => context.turn()));
  const { targets } = data.gather(
    'validation',
    Uint32Array.from({ length: items }, (_, i) => i),
  );
  return validationWeights({ task: data.task, targets }, teachers, answers);
}

/** With the card of what it cost and bought, where the first teacher and the student answer the same question. */
async function save(
  { call, data, dataRef, teachers }: Prepared,
  network: Omit<TaughtNetwork, 'report' | 'slots'>,
  { input, context }: { readonly input: JobInput; readonly context: JobContext },
): Promise<ModelOutput> {
  const [source] = call.teachers;
  const [teacher] = teachers;
  const { graph, ...result } = network;
  if (source !== undefined && teacher?.map.isSame === true && teacher.rescale === null && source.output.data.hash === dataRef.hash) {
    return saveSmaller({ source, graph, result, data }, input, context);
  }
  return saveModel({ graph, card: newCard(data.manifest, data) }, result, dataRef, context.artifacts);
}
