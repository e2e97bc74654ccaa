import { hasWideTargets } from '../../../src-shared/domain/graph/task.ts';
import type { DistillationFigures, DistillationReport, DistillationTeacher } from '../../../src-shared/domain/distillation.ts';
import type { ModelGraph, Parameters } from '../../../src-shared/domain/graph/model-graph.ts';
import { predictSplit } from '../evaluation/predict.ts';
import { costsOf } from '../graph/costs.ts';
import type { PhaseNetwork } from '../training/phases.ts';
import { answersOn } from './teacher-answers.ts';
import { correctedBias } from './bias-correction.ts';
import { combinedAnswers } from './combine.ts';
import { labelDisagreements } from './disagreements.ts';
import type { Distilled } from './distil-model.ts';
import type { DistilSetup } from './distil-setup.ts';
import { agreementOf, figuresOf, gapClosed } from './figures.ts';
import type { SoftLabels } from './soft-labels.ts';
import { warningsOf } from './warnings.ts';

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
  /** Ids of the teachers' models, in their order. */
  readonly modelIds: readonly string[];
  turn(): Promise<void>;
}

/** Compares teachers, student and student alone on the validation part; without one only what needs none is reported. */
export async function judgeDistilled(call: JudgeCall): Promise<JudgedDistillation> {
  const { setup, distilled } = call;
  const evidence = setup.data.count('validation') > 0 ? await answersOfAll(call) : null;
  const rest = { ...settingsOf(distilled), ...chainOf(distilled), ...disagreementsOf(setup) };
  if (evidence === null) {
    const teachers = setup.teachers.map((_, i) => listedTeacher(call, i));
    const warnings = warningsOf({ ...NOTHING_JUDGED, task: setup.data.task, teachers });
    return { parameters: distilled.network.parameters, validation: {}, report: { ...rest, teachers, gapClosed: null, warnings } };
  }
  const { alone, parameters } = evidence;
  return {
    parameters,
    validation: { teacher: evidence.teacher, student: evidence.student, ...(alone === undefined ? {} : { alone }) },
    report: { ...rest, ...compared(call, evidence) },
  };
}

const NOTHING_JUDGED = { targets: [], teacher: undefined, distilled: undefined, alone: undefined, corrected: [] };

type Compared = Pick<JudgedDistillation['report'], 'teachers' | 'teacher' | 'distilled' | 'alone' | 'gapClosed' | 'agreement' | 'warnings'>;

function compared(call: JudgeCall, evidence: Evidence): Compared {
  const { data, teachers } = call.setup;
  const { targets, corrected } = evidence;
  const judged = { task: data.task, targets, width: data.outputs };
  const [teacher, distilled] = [figuresOf(judged, evidence.teacher), figuresOf(judged, evidence.student)];
  const alone = evidence.alone === undefined ? undefined : figuresOf(judged, evidence.alone);
  const listed = teachers.map((_, i) => listedTeacher(call, i, figuresOf(judged, evidence.each[i] ?? evidence.teacher)));
  const agreed = (answers: Float32Array): number => agreementOf(judged, evidence.teacher, answers);
  return {
    ...{ teachers: listed, teacher, distilled, gapClosed: gapClosed(teacher, alone, distilled) },
    ...(alone === undefined ? {} : { alone }),
    agreement: { distilled: agreed(evidence.student), ...(evidence.alone === undefined ? {} : { alone: agreed(evidence.alone) }) },
    warnings: warningsOf({ task: data.task, teachers: listed, targets, teacher, distilled, alone, corrected }),
  };
}

function listedTeacher({ setup, modelIds }: JudgeCall, at: number, figures?: DistillationFigures): DistillationTeacher {
  const { name, graph, map } = setup.teachers[at] as DistilSetup['teachers'][number];
  const { parameters, multiplyAdds } = costsOf(graph).total;
  return {
    ...{ name, modelId: modelIds[at] ?? '', weight: setup.weights[at] ?? 0, parameters, multiplyAdds },
    ...{ missing: map.missing, foreign: map.foreign },
    ...(figures === undefined ? {} : { figures }),
  };
}

interface Evidence {
  readonly targets: Int32Array | Float32Array;
  readonly teacher: Float32Array;
  readonly each: readonly Float32Array[];
  readonly student: Float32Array;
  readonly alone: Float32Array | undefined;
  readonly parameters: Parameters;
  readonly corrected: readonly string[];
}

async function answersOfAll({ setup, distilled, turn }: JudgeCall): Promise<Evidence> {
  const { engine, data, teachers, weights, transfer } = setup;
  const asked = { engine, data, split: 'validation' } as const;
  const answers: Float32Array[] = [];
  for (const teacher of teachers) answers.push(await answersOn(asked, teacher, turn));
  const teacher = combinedAnswers(data.task, data.outputs, { teachers, answers, weights });
  const each = teachers.map((one, i) =>
    combinedAnswers(data.task, data.outputs, { teachers: [one], answers: [answers[i] ?? new Float32Array(0)], weights: [1] }),
  );
  const answersBy = ({ graph }: PhaseNetwork, parameters: Parameters) => predictSplit({ ...asked, graph, parameters, turn });
  const { network, alone } = distilled;
  const first = await answersBy(network, network.parameters);
  const evidence = { student: first.outputs, teacher, classes: data.outputs, omitted: transfer.omitted };
  const corrected = data.task === 'classes' ? correctedBias(network, evidence) : null;
  const parameters = corrected ?? network.parameters;
  return {
    ...{ teacher, each, parameters, targets: first.targets },
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
  const numbers = transfer.data.stored?.itemsOf('train') ?? data.itemsOf('train');
  const found = labelDisagreements({
    ...{ task: data.task, width: data.outputs, outputs, targets: transfer.targets.subarray(0, items) },
    itemNumber: place => numbers[place] ?? place,
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
