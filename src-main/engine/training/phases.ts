import type { Masks, ModelGraph, Parameters } from '../../../src-shared/domain/graph/model-graph.ts';
import type { FileTensor, TensorFile } from '../../../src-shared/lib/tensor-file.ts';
import type { TrainingHooks } from './hooks.ts';
import type { TrainingResult } from './loop-plan.ts';

/** A network between two phases. */
export interface PhaseNetwork extends TrainingResult {
  readonly graph: ModelGraph;
  /** What else a phase found out: plain JSON. */
  readonly notes?: unknown;
}

/** What phases hand on. */
export type PhaseState = Readonly<Record<string, PhaseNetwork>>;

/** A part of a job that ends by itself: one run of the training loop, mostly. */
export interface Phase {
  /** Of the whole job's work, in any unit. */
  readonly work: number;
  /** `hooks` as the job's; progress within the phase. */
  run(state: PhaseState, hooks: TrainingHooks): Promise<PhaseState>;
}

const CARRY = 'carry/';
const KINDS = ['parameters', 'slots', 'masks'] as const;

/**
 * Runs phases one after the other as one resumable job: every snapshot of a phase carries what the phases before it left.
 * Resumed, it goes on within the phase the snapshot was taken in.
 */
export async function runPhases(phases: readonly Phase[], start: PhaseState, hooks: TrainingHooks): Promise<PhaseState> {
  const total = phases.reduce((sum, { work }) => sum + work, 0) || 1;
  const resumed = hooks.resumeFrom === null ? null : readCarry(hooks.resumeFrom);
  let state = resumed?.state ?? start;
  let before = 0;
  for (const [number, phase] of phases.entries()) {
    const isPast = resumed !== null && number < resumed.phase;
    if (!isPast) {
      const resumeFrom = resumed?.phase === number ? hooks.resumeFrom : null;
      state = await phase.run(state, within(hooks, { number, state, resumeFrom, from: before / total, share: phase.work / total }));
    }
    before += phase.work;
  }
  return state;
}

interface Place {
  readonly number: number;
  readonly state: PhaseState;
  readonly resumeFrom: TensorFile | null;
  /** Of the job's progress. */
  readonly from: number;
  readonly share: number;
}

function within(hooks: TrainingHooks, { number, state, resumeFrom, from, share }: Place): TrainingHooks {
  return {
    ...hooks,
    resumeFrom,
    turn: () => hooks.turn(),
    report: progress => hooks.report({ ...progress, fraction: Math.min(1, from + share * progress.fraction) }),
    checkpoint: ({ metadata, tensors }) =>
      hooks.checkpoint({
        metadata: { ...metadata, phase: String(number), carry: JSON.stringify(carriedJson(state)) },
        tensors: { ...tensors, ...carriedTensors(state) },
      }),
  };
}

/** Everything but the arrays, and their names in order. */
function carriedJson(state: PhaseState): object {
  return Object.fromEntries(
    Object.entries(state).map(([name, network]) => {
      const { graph, validation, epochs, steps, trainingMs, notes } = network;
      const names = Object.fromEntries(KINDS.map(kind => [kind, Object.keys(network[kind])]));
      return [name, { graph, validation, epochs, steps, trainingMs, names, ...(notes === undefined ? {} : { notes }) }];
    }),
  );
}

function carriedTensors(state: PhaseState): Record<string, FileTensor> {
  const entries = Object.entries(state).flatMap(([name, network]) => {
    const masks = Object.entries(network.masks).map(([mask, values]) => [mask, { shape: [values.length], values }] as const);
    const arrays = { parameters: network.parameters, slots: network.slots, masks: Object.fromEntries(masks) };
    return KINDS.flatMap(kind =>
      Object.entries(arrays[kind]).map(([array, tensor]) => [`${CARRY}${name}/${kind}/${array}`, tensor] as const),
    );
  });
  return Object.fromEntries(entries);
}

type Carried = Omit<PhaseNetwork, (typeof KINDS)[number]> & { readonly names: Readonly<Record<(typeof KINDS)[number], readonly string[]>> };

/** Phase 0 of a snapshot that knows no phases. */
function readCarry({ metadata, tensors }: TensorFile): { readonly phase: number; readonly state: PhaseState | null } {
  if (metadata['phase'] === undefined || metadata['carry'] === undefined) return { phase: 0, state: null };
  const carried = JSON.parse(metadata['carry']) as Readonly<Record<string, Carried>>;
  const state = Object.entries(carried).map(([name, { names, ...network }]): [string, PhaseNetwork] => {
    const arraysOf = (kind: (typeof KINDS)[number]): Record<string, FileTensor> =>
      Object.fromEntries(names[kind].map(array => [array, tensors[`${CARRY}${name}/${kind}/${array}`]!]));
    const masks = Object.entries(arraysOf('masks')).map(([mask, { values }]) => [mask, values]);
    return [
      name,
      {
        ...network,
        parameters: arraysOf('parameters') as Parameters,
        slots: arraysOf('slots') as Parameters,
        masks: Object.fromEntries(masks) as Masks,
      },
    ];
  });
  return { phase: Number(metadata['phase']), state: Object.fromEntries(state) };
}
