import { checkTraining } from '../training/prepare.ts';
import type { TrainingHooks } from '../training/hooks.ts';
import { runPhases, type Phase, type PhaseNetwork, type PhaseState } from '../training/phases.ts';
import { answersOn } from './teacher-answers.ts';
import type { DistilSetup, StudentStart } from './distil-setup.ts';
import { chosenLosses, sweepOf, sweepPhases, type SweepNotes } from './sweep.ts';
import type { NetworkTeacher } from './teacher.ts';
import { bindLosses, runsWithin } from './teaching.ts';
import { teachingOf, trainStudent, type Lesson } from './train-student.ts';

const ALONE = 'alone';

export interface Distilled {
  readonly network: PhaseNetwork;
  /** Null when no control was asked for. */
  readonly alone: PhaseNetwork | null;
  readonly sweep: SweepNotes | null;
  /** All students, in order; the last one is the network. */
  readonly chain: readonly PhaseNetwork[];
  /** The losses as they were used. */
  readonly losses: DistilSetup['losses'];
}

/**
 * Teaches the students of the chain one after the other, with the temperature and alpha that a sweep chose where one was asked
 * for, then trains the last one without a teacher. One job of phases, resumable at every step to the same bits. Throws
 * `invalid-input` before any training, else as `runLoop`.
 */
export async function distilModel(setup: DistilSetup, hooks: TrainingHooks): Promise<Distilled> {
  const first: Lesson = { teachers: setup.teachers, weights: setup.weights, answers: setup.answers, losses: setup.losses };
  check(setup, first);
  const students = setup.chain.map((student, place) => studentPhase(setup, { student, place, first }));
  const control = setup.control ? [controlPhase(setup)] : [];
  const end = await runPhases([...sweepPhases(setup, first), ...students, ...control], {}, hooks);
  const chain = setup.chain.map((_, place) => end[studentName(place)] as PhaseNetwork);
  return {
    network: chain.at(-1) as PhaseNetwork,
    alone: end[ALONE] ?? null,
    sweep: sweepOf(end),
    chain,
    losses: chosenLosses(setup, end),
  };
}

/** Every refusal before an hour of training. */
function check(setup: DistilSetup, first: Lesson): void {
  const { engine, training, transfer, chain } = setup;
  let lesson = first;
  for (const student of chain) {
    checkTraining({ ...training, tf: engine.tf, ...student, data: transfer.data });
    bindLosses(teachingOf(setup, { student, plannedEpochs: training.epochs }, lesson));
    lesson = { ...first, teachers: [asTeacher(setup, student)], weights: [1] };
  }
}

interface Place {
  readonly student: StudentStart;
  readonly place: number;
  readonly first: Lesson;
}

function studentPhase(setup: DistilSetup, { student, place, first }: Place): Phase {
  const { epochs, keep } = setup.training;
  return {
    work: epochs,
    async run(state, hooks) {
      const lesson = place === 0 ? first : await lessonOf(setup, state[studentName(place - 1)] as PhaseNetwork, hooks);
      const run = { student, epochs, plannedEpochs: epochs, stage: 'training', keep } as const;
      const isLast = place === setup.chain.length - 1;
      // The curves are those of the student that is asked for.
      const heard = isLast ? hooks : { ...hooks, measure: () => undefined };
      const taught = { ...run, lesson: { ...lesson, losses: chosenLosses(setup, state) } };
      return { ...state, [studentName(place)]: await trainStudent(setup, taught, heard) };
    },
  };
}

async function lessonOf(setup: DistilSetup, before: PhaseNetwork, hooks: TrainingHooks): Promise<Lesson> {
  const teacher = asTeacher(setup, before);
  const asked = { engine: setup.engine, data: setup.transfer.data, split: 'train' } as const;
  const isWithin = runsWithin({ losses: setup.losses, augment: setup.training.augment, teachers: [teacher] });
  const answers = isWithin ? null : [await answersOn(asked, teacher, () => hooks.turn())];
  return { teachers: [teacher], weights: [1], answers, losses: setup.losses };
}

/** A student answers for the data's classes as they stand. */
function asTeacher({ data }: DistilSetup, { graph, parameters }: Pick<StudentStart, 'graph' | 'parameters'>): NetworkTeacher {
  const all = Array.from({ length: data.outputs }, (_, i) => i);
  const map = { known: all, outputs: all, missing: [], foreign: [], isSame: true, sign: 1 } as const;
  return { kind: 'network', name: 'the student before', graph, parameters, map, outputs: data.outputs, rescale: null, own: null };
}

function controlPhase(setup: DistilSetup): Phase {
  const { epochs, keep } = setup.training;
  return {
    work: epochs,
    async run(state: PhaseState, hooks): Promise<PhaseState> {
      const student = setup.chain.at(-1) as StudentStart;
      const run = { student, lesson: null, epochs, plannedEpochs: epochs, stage: 'control', keep } as const;
      return { ...state, [ALONE]: await trainStudent(setup, run, { ...hooks, measure: () => undefined }) };
    },
  };
}

function studentName(place: number): string {
  return `student.${place}`;
}
