import { hasWideTargets } from '../../../src-shared/domain/graph/task.ts';
import type { DistillationFigures, DistillationReport, DistillationTeacher } from '../../../src-shared/domain/distillation.ts';
import type { ModelGraph, Parameters } from '../../../src-shared/domain/graph/model-graph.ts';
import { predictSplit } from '../evaluation/predict.ts';
import { costsOf } from '../graph/costs.ts';
import type { PhaseNetwork } from '../training/phases.ts';
import { answersAll, answersOf } from './teacher-answers.ts';
import { correctedBias } from './bias-correction.ts';
import { combinedAnswers, type TeacherAnswers } from './combine.ts';
import { labelDisagreements } from './disagreements.ts';
import type { Distilled } from './distil-model.ts';
import type { DistilSetup } from './distil-setup.ts';
import { agreementOf, figuresOf, gapClosed, type JudgedAnswers } from './figures.ts';
import type { SoftLabels } from './soft-labels.ts';
import { atChance, warningsOf } from './warnings.ts';

/** What judging found: the report but for what only the job knows, the answers, and the parameters to keep. */
export interface JudgedDistillation {
  readonly report: Omit<DistillationReport, 'sizeRatio' | 'softLabels' | 'softLabelSource' | 'alone' | 'cost'> & {
    readonly alone?: DistillationFigures;
  };
  readonly validation: SoftLabels['validation'];
  /** Of the distilled network; with corrected biases where classes were left out. */
  readonly parameters: Parameters;
}

export interface JudgeCall {
  readonly setup: DistilSetup;
  readonly distilled: Distilled;
  /** Ids of the teachers' models, in their order; null for files. */
  readonly modelIds: readonly (string | null)[];
  turn(): Promise<void>;
}

/** Compares teachers, student and student alone on the validation part; without one only what needs none is reported. */
export async function judgeDistilled(call: JudgeCall): Promise<JudgedDistillation> {
  const { setup, distilled } = call;
  const evidence = setup.data.count('validation') > 0 ? await answersOfAll(call) : null;
  const rest = { ...settingsOf(distilled), ...chainOf(distilled), ...disagreementsOf(setup) };
  if (evidence === null) {
    const teachers = setup.teachers.map((_, i) => listedTeacher(call, i));
    const warnings = warningsOf({ ...NOTHING_JUDGED, task: setup.data.task, teachers, isAugmented: isAugmented(setup) });
    return { parameters: distilled.network.parameters, validation: {}, report: { ...rest, teachers, gapClosed: null, warnings } };
  }
  const { alone, parameters } = evidence;
  return {
    parameters,
    validation: {
      ...(evidence.taught === null ? {} : { teacher: evidence.taught.together }),
      student: evidence.student,
      ...(alone === undefined ? {} : { alone }),
    },
    report: { ...rest, ...compared(call, evidence) },
  };
}

const isAugmented = ({ training }: DistilSetup): boolean => (training.augment ?? []).length > 0;

const NOTHING_JUDGED = { targets: [], teacher: undefined, distilled: undefined, alone: undefined, corrected: [] };

type Compared = Pick<JudgedDistillation['report'], 'teachers' | 'teacher' | 'distilled' | 'alone' | 'gapClosed' | 'agreement' | 'warnings'>;

function compared(call: JudgeCall, evidence: Evidence): Compared {
  const { data, teachers } = call.setup;
  const { targets, corrected, taught } = evidence;
  const judged = { task: data.task, targets, width: data.outputs };
  const distilled = figuresOf(judged, evidence.student);
  const teacher = taught === null ? undefined : figuresOf(judged, taught.together);
  const alone = evidence.alone === undefined ? undefined : figuresOf(judged, evidence.alone);
  const listed = teachers.map((_, i) => {
    const own = taught?.each[i];
    return listedTeacher(call, i, own === undefined ? undefined : figuresOf(judged, own));
  });
  return {
    ...{ teachers: listed, distilled, gapClosed: gapClosed(teacher, alone, distilled) },
    ...(teacher === undefined ? {} : { teacher }),
    ...(alone === undefined ? {} : { alone }),
    ...(taught === null ? {} : { agreement: agreementsOf(judged, taught, evidence) }),
    warnings: [
      ...filedAtChance(call, taught),
      ...warningsOf({
        task: data.task,
        teachers: listed,
        targets,
        teacher,
        distilled,
        alone,
        corrected,
        isAugmented: isAugmented(call.setup),
      }),
    ],
  };
}

/** Answers of files that know the training items alone are held against these: rows in another order are no better than chance. */
function filedAtChance({ setup }: JudgeCall, taught: TaughtAnswers | null): DistillationReport['warnings'] {
  const { data, teachers, answers, transfer } = setup;
  if (taught !== null || answers === null || transfer.labelled !== null) return [];
  const { task, outputs: width } = data;
  const { targets } = transfer;
  return teachers.flatMap((teacher, i) => {
    if (teacher.kind === 'network') return [];
    const outputs = combinedAnswers(task, width, { teachers: [teacher], answers: [answers[i] ?? new Float32Array(0)], weights: [1] });
    return atChance({ task, targets }, { name: teacher.name, figures: figuresOf({ task, targets, width }, outputs) });
  });
}

function agreementsOf(
  judged: JudgedAnswers,
  { together }: TaughtAnswers,
  { student, alone }: Evidence,
): NonNullable<DistillationReport['agreement']> {
  const agreed = (answers: Float32Array): number => agreementOf(judged, together, answers);
  return { distilled: agreed(student), ...(alone === undefined ? {} : { alone: agreed(alone) }) };
}

function listedTeacher({ setup, modelIds }: JudgeCall, at: number, figures?: DistillationFigures): DistillationTeacher {
  const teacher = setup.teachers[at] as DistilSetup['teachers'][number];
  const { name, map } = teacher;
  const size = teacher.kind === 'network' ? costsOf(teacher.graph).total : null;
  return {
    ...{ name, modelId: modelIds[at] ?? null, weight: setup.weights[at] ?? 0 },
    ...{ parameters: size?.parameters ?? null, multiplyAdds: size?.multiplyAdds ?? null },
    ...(teacher.kind === 'file' ? { file: teacher.file } : {}),
    ...{ missing: map.missing, foreign: map.foreign },
    ...(figures === undefined ? {} : { figures }),
  };
}

interface Evidence {
  readonly targets: Int32Array | Float32Array;
  /** Null where a file of answers has none for these items. */
  readonly taught: TaughtAnswers | null;
  readonly student: Float32Array;
  readonly alone: Float32Array | undefined;
  readonly parameters: Parameters;
  readonly corrected: readonly string[];
}

interface TaughtAnswers {
  readonly together: Float32Array;
  readonly each: readonly Float32Array[];
}

async function taughtAnswers({ setup, turn }: JudgeCall): Promise<TaughtAnswers | null> {
  const { engine, data, teachers, weights } = setup;
  const asked = { engine, data, split: 'validation', items: data.itemsOf('validation') } as const;
  if (!teachers.every(teacher => answersAll(teacher, asked.items))) return null;
  const answers: Float32Array[] = [];
  for (const teacher of teachers) answers.push(await answersOf(asked, teacher, turn));
  const combined = (some: TeacherAnswers): Float32Array => combinedAnswers(data.task, data.outputs, some);
  return {
    together: combined({ teachers, answers, weights }),
    each: teachers.map((one, i) => combined({ teachers: [one], answers: [answers[i] ?? new Float32Array(0)], weights: [1] })),
  };
}

async function answersOfAll(call: JudgeCall): Promise<Evidence> {
  const { setup, distilled, turn } = call;
  const { engine, data, transfer } = setup;
  const asked = { engine, data, split: 'validation' } as const;
  const taught = await taughtAnswers(call);
  const answersBy = ({ graph }: PhaseNetwork, parameters: Parameters) => predictSplit({ ...asked, graph, parameters, turn });
  const { network, alone } = distilled;
  const first = await answersBy(network, network.parameters);
  const seen = { student: first.outputs, classes: data.outputs, omitted: transfer.omitted };
  const corrected = data.task === 'classes' && taught !== null ? correctedBias(network, { ...seen, teacher: taught.together }) : null;
  const parameters = corrected ?? network.parameters;
  return {
    ...{ taught, parameters, targets: first.targets },
    student: corrected === null ? first.outputs : (await answersBy(network, parameters)).outputs,
    alone: alone === null ? undefined : (await answersBy(alone, alone.parameters)).outputs,
    corrected: corrected === null ? [] : transfer.omitted.map(c => data.manifest.target.classes[c] ?? String(c)),
  };
}

function settingsOf({ losses, sweep }: Distilled): Pick<DistillationReport, 'settings' | 'sweep'> {
  const [first] = losses;
  const temperature = first?.['temperature'];
  const settings = { temperature: typeof temperature === 'number' ? temperature : null, alpha: Number(first?.['alpha'] ?? 0) };
  if (sweep === null) return { settings };
  const { ms: _ms, ...found } = sweep;
  return { settings, sweep: found };
}

function chainOf({ chain }: Distilled): Pick<DistillationReport, 'chain'> {
  if (chain.length < 2) return {};
  return {
    chain: chain.map(({ graph, validation }) => ({ parameters: costsOf(graph).total.parameters, validation: { ...validation?.kept } })),
  };
}

/** Of the items with labels that the teachers answered; none where they ran within the steps. */
function disagreementsOf({ data, transfer, teachers, weights, answers }: DistilSetup): Pick<DistillationReport, 'disagreements'> {
  if (answers === null || transfer.labelled === 'none') return {};
  const own = transfer.labelled === null ? transfer.targets.length : transfer.labelled.reduce((sum, has) => sum + has, 0);
  const items = hasWideTargets(data.task) ? 0 : own;
  const outputs = combinedAnswers(data.task, data.outputs, { teachers, answers, weights }).subarray(0, items * data.outputs);
  const found = labelDisagreements({
    ...{ task: data.task, width: data.outputs, outputs, targets: transfer.targets.subarray(0, items) },
    itemNumber: place => transfer.items[place] ?? place,
  });
  return found === null ? {} : { disagreements: found };
}

/** Of the student by its teacher. */
export function sizeRatioOf(
  student: { readonly graph: ModelGraph; readonly bytes: number },
  teacher: { readonly graph: ModelGraph; readonly bytes: number },
): DistillationReport['sizeRatio'] {
  const [own, theirs] = [costsOf(student.graph).total, costsOf(teacher.graph).total];
  return {
    parameters: own.parameters / theirs.parameters,
    multiplyAdds: own.multiplyAdds / theirs.multiplyAdds,
    bytes: student.bytes / teacher.bytes,
  };
}
