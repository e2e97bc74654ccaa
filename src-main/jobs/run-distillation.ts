import type { DistillationReport } from '../../src-shared/domain/distillation.ts';
import type { ModelOutput } from '../../src-shared/domain/step-output.ts';
import { answersOf } from '../engine/distillation/teacher-answers.ts';
import { validationWeights } from '../engine/distillation/combine.ts';
import { distilModel } from '../engine/distillation/distil-model.ts';
import type { DistilSetup, StudentStart } from '../engine/distillation/distil-setup.ts';
import { judgeDistilled, sizeRatioOf } from '../engine/distillation/judge-distilled.ts';
import {
  decodeSoftLabels,
  encodeSoftLabels,
  isSameSource,
  requireSameSource,
  type SoftLabels,
} from '../engine/distillation/soft-labels.ts';
import { networkOf, withSharedInputs, type NetworkTeacher } from '../engine/distillation/teacher.ts';
import { runsWithin } from '../engine/distillation/teaching.ts';
import { warningTexts } from '../engine/distillation/warnings.ts';
import { encodeModel } from '../engine/formats/native.ts';
import { trainingLoad } from '../engine/memory/predict-memory.ts';
import type { Engine } from '../engine/tensor-library.ts';
import type { PhaseNetwork } from '../engine/training/phases.ts';
import { dataOf } from './job-inputs.ts';
import type { JobContext, JobInput } from './job.ts';
import { remembering } from './measured-student.ts';
import { newCard } from './new-network.ts';
import { prepareDistillation, type DistillationCall, type PreparedDistillation } from './prepare-distillation.ts';
import { saveModel } from './save-model.ts';
import { saveSmaller } from './save-smaller.ts';
import { trainedOnce } from './trained-once.ts';

/** The model and what was found out; a job of several phases, resumable at every step. */
export async function runDistillation(call: DistillationCall, input: JobInput, outer: JobContext): Promise<ModelOutput> {
  const prepared = await prepareDistillation(call, input, outer);
  const { data, chain, measured } = prepared;
  const context = remembering(measured, outer);
  const largest = [...chain].sort((a, b) => b.graph.nodes.length - a.graph.nodes.length)[0] as StudentStart;
  const engine = await context.engine(trainingLoad({ graph: largest.graph, data }, call.training));
  const { report, ...network } = await trainedOnce(context, () => teach(prepared, { engine, seed: input.seed }, context));
  for (const warning of warningTexts(report)) context.log('warn', warning);
  const output = await save(prepared, network, { input, context });
  const [source] = call.teachers;
  const own = { graph: network.graph, bytes: output.file.bytes };
  const sizeRatio = source === undefined ? null : sizeRatioOf(own, { graph: source.model.graph, bytes: source.output.file.bytes });
  const distillation: DistillationReport = { ...report, sizeRatio };
  return { ...output, summary: { ...output.summary, distillation, ...(measured === null ? {} : { speed: measured.speed }) } };
}

type TaughtNetwork = PhaseNetwork & { readonly report: Omit<DistillationReport, 'sizeRatio'> };

/** Trains, judges, and stores what is not the model itself. */
async function teach(
  prepared: PreparedDistillation,
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
  const modelIds = teachers.map((_, i) => call.teachers[i]?.id ?? null);
  const judged = await judgeDistilled({ setup, distilled, modelIds, turn });
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

/** Null where teachers run with the student. */
async function cachedAnswers(
  { call, transfer, teachers, source, known }: PreparedDistillation,
  engine: Engine,
  context: JobContext,
): Promise<DistilSetup['answers']> {
  if (runsWithin({ losses: call.losses, augment: call.training.augment, teachers })) {
    const purpose = 'where inner values are compared, or inputs change from step to step';
    for (const teacher of teachers) withSharedInputs(networkOf(teacher, purpose), purpose);
    return null;
  }
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
    answers.push(await answersOf({ engine, data: transfer.data, split: 'train', items: transfer.items }, teacher, () => context.turn()));
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

async function weightsOf({ call, data, teachers }: PreparedDistillation, engine: Engine, context: JobContext): Promise<readonly number[]> {
  const equal = teachers.map(() => 1 / teachers.length);
  const items = data.count('validation');
  if (call.combine === 'equally' || teachers.length === 1 || items === 0) return equal;
  const answers: Float32Array[] = [];
  const asked = { engine, data, split: 'validation', items: data.itemsOf('validation') } as const;
  for (const teacher of teachers) answers.push(await answersOf(asked, teacher, () => context.turn()));
  const { targets } = data.gather(
    'validation',
    Uint32Array.from({ length: items }, (_, i) => i),
  );
  return validationWeights({ task: data.task, targets }, teachers, answers);
}

/** With the card of what it cost and bought, where the first teacher and the student answer the same question. */
async function save(
  { call, data, dataRef, teachers }: PreparedDistillation,
  network: Omit<TaughtNetwork, 'report' | 'slots'>,
  { input, context }: { readonly input: JobInput; readonly context: JobContext },
): Promise<ModelOutput> {
  const [source] = call.teachers;
  const [teacher] = teachers;
  const { graph, ...result } = network;
  const card = newCard(data.manifest, data);
  if (source !== undefined && teacher?.kind === 'network' && isSameQuestion(teacher) && source.output.data.hash === dataRef.hash) {
    const apart = teacher.own === null ? undefined : { sourceData: await dataOf(source, context.artifacts), card, dataRef };
    return saveSmaller({ source, graph, result, data, apart }, input, context);
  }
  return saveModel({ graph, card }, result, dataRef, context.artifacts);
}

function isSameQuestion({ map, rescale }: NetworkTeacher): boolean {
  return map.isSame && rescale === null;
}
