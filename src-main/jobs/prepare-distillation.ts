import type { ArtifactRef } from '../../src-shared/domain/dataset.ts';
import type { AlgorithmValue } from '../../src-shared/domain/params/param-spec.ts';
import { invalidInput } from '../../src-shared/lib/app-error.ts';
import { canonicalJson } from '../../src-shared/lib/json.ts';
import { loadDataset, type LoadedDataset } from '../engine/data/load-dataset.ts';
import type { AnswerFileSettings } from '../engine/distillation/answer-file/answer-table.ts';
import { fileTeacher } from '../engine/distillation/answer-file/file-teacher.ts';
import { readAnswerFile } from '../engine/distillation/answer-file/read-answer-file.ts';
import type { DistilSetup, StudentStart, TrainingSettings } from '../engine/distillation/distil-setup.ts';
import { scaledGraph } from '../engine/distillation/scale-graph.ts';
import type { SoftLabelSource } from '../engine/distillation/soft-labels.ts';
import type { MeasuredStudent } from '../engine/distillation/student-speed.ts';
import {
  chainOf,
  derivedGraph,
  requireSameOutputs,
  speedOf,
  type ChainSettings,
  type DerivedStudent,
} from '../engine/distillation/students.ts';
import {
  networkOf,
  teacherOf,
  withSharedInputs,
  type FileTeacher,
  type NetworkTeacher,
  type Teacher,
} from '../engine/distillation/teacher.ts';
import { transferSet, type TransferSet } from '../engine/distillation/transfer.ts';
import { dataInput, dataOf, modelInputs, type InputModel } from './job-inputs.ts';
import type { JobContext, JobInput } from './job.ts';
import { measuredStudent } from './measured-student.ts';
import { networkToTrain, newCard, type NewNetwork } from './new-network.ts';

/** A student as a recipe describes it: a model's name, a structure, or one made from the first teacher's. */
export type StudentValue = string | NewNetwork | DerivedStudent;

/** What both `distill` and `squash` ask for, resolved. */
export interface DistillationCall {
  readonly teachers: readonly InputModel[];
  /** Teachers that are files of answers. */
  readonly answerFiles: readonly AnswerFileSettings[];
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
export interface PreparedDistillation {
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

/** Everything that can be refused before an hour of training: see the parts. */
export async function prepareDistillation(call: DistillationCall, input: JobInput, context: JobContext): Promise<PreparedDistillation> {
  const dataRef = dataRefOf(call, input);
  const data = await loadDataset(dataRef.hash, context.artifacts);
  const more = input.inputs['transfer.unlabelled'] === undefined ? null : dataInput(input, 'transfer.unlabelled').manifest;
  const unlabelled = more === null ? null : await loadDataset(more.hash, context.artifacts);
  const transfer = transferSet(data, { ...call.transfer, unlabelled });
  const networks = await networkTeachers(call, { data, unlabelled }, context);
  const files = await fileTeachers(call, { data, hash: dataRef.hash }, context);
  if (files.length > 0 && more !== null) {
    throw invalidInput('Teachers that are networks are required for further items: a file has answers to the items of the data alone', {
      path: 'transfer.unlabelled',
    });
  }
  const teachers = [...networks, ...files.map(({ teacher }) => teacher)];
  const [first] = teachers;
  if (first === undefined) throw noTeacher();
  const { measured, ...student } = await studentOf(call, { input, context, data, teacher: first });
  return {
    ...{ call, dataRef, data, transfer, teachers, measured },
    chain: chainOf(student.start, () => networkOf(first, 'for assistants'), { ...call.chain, seed: input.seed }),
    known: typeof input.facts['softLabels'] === 'string' ? input.facts['softLabels'].split(' ') : [],
    source: {
      data: dataRef.hash,
      teachers: [...call.teachers.map(({ output }) => output.file.hash), ...files.map(({ identity }) => identity)],
      transfer: { omit: [...call.transfer.omit].sort(), unlabelled: more?.hash ?? null },
    },
  };
}

/** A teacher with inputs of its own is asked about the same items in the same order. */
async function networkTeachers(
  { teachers, transfer }: DistillationCall,
  { data, unlabelled }: { readonly data: LoadedDataset; readonly unlabelled: LoadedDataset | null },
  { artifacts }: JobContext,
): Promise<readonly NetworkTeacher[]> {
  return Promise.all(
    teachers.map(async teacher => {
      const name = nameOf(teacher);
      if (teacher.output.data.inputs === undefined) return teacherOf({ name, model: teacher.model }, data);
      const taken = await dataOf(teacher, artifacts);
      return teacherOf({ name, model: teacher.model, own: transferSet(taken, { ...transfer, unlabelled }).data }, taken);
    }),
  );
}

function nameOf({ name, replicate }: InputModel): string {
  return replicate === null ? name : `${name} ${replicate + 1}`;
}

function dataRefOf({ teachers, answerFiles }: DistillationCall, input: JobInput): ArtifactRef {
  if (input.inputs['data'] !== undefined) return dataInput(input, 'data').manifest;
  const [first] = teachers;
  if (first !== undefined) {
    const { hash, bytes } = first.output.data;
    return { hash, bytes };
  }
  if (answerFiles.length === 0) throw noTeacher();
  throw invalidInput('The data that the answers are of is required: a file of answers names none', { path: 'data' });
}

function noTeacher(): Error {
  return invalidInput('At least one teacher is required: a model, or a file of answers', { path: 'teachers' });
}

interface Filed {
  readonly teacher: FileTeacher;
  /** Hash of what its answers come from. */
  readonly identity: string;
}

async function fileTeachers(
  { answerFiles }: DistillationCall,
  about: { readonly data: LoadedDataset; readonly hash: string },
  context: JobContext,
): Promise<readonly Filed[]> {
  const found: Filed[] = [];
  for (const settings of answerFiles) {
    const teacher = fileTeacher(await readAnswerFile(settings, context), { ...about, settings });
    const { source: _source, ...how } = settings;
    const sha256 = context.createSha256();
    sha256.update(new TextEncoder().encode(canonicalJson({ file: teacher.file.sha256, ...how })));
    found.push({ teacher, identity: sha256.digest() });
  }
  return found;
}

interface StudentCall {
  readonly input: JobInput;
  readonly context: JobContext;
  readonly data: LoadedDataset;
  /** The first one. */
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
  if (!('scale' in student || 'budget' in student)) return { start: networkToTrain(student as NewNetwork, data), measured: null };
  const network = withSharedInputs(networkOf(teacher, 'for a student made from it'), 'for a student made from it');
  requireSameOutputs(network, data.outputs);
  const card = newCard(data.manifest, data);
  const derived = student as DerivedStudent;
  const goal = speedOf(derived);
  if (goal === null) return { start: derivedGraph(derived, network, card), measured: null };
  const measured = await measuredStudent({ teacher: network.graph, card, goal }, context);
  return { start: scaledGraph(network.graph, { width: measured.width, depth: 1 }), measured };
}
