import type { ModelCard } from '../../src-shared/domain/graph/model-card.ts';
import type { ModelGraph } from '../../src-shared/domain/graph/model-graph.ts';
import type { SpeedGoal } from '../../src-shared/domain/speed.ts';
import { fastEnoughStudent, type MeasuredStudent } from '../engine/distillation/student-speed.ts';
import { compareSpeed } from '../engine/evaluation/speed.ts';
import type { JobContext } from './job.ts';

const BUDGET_MS = { brief: 400, thorough: 1500 } as const;
/** In a checkpoint's metadata: a resumed job must not measure another width. */
const KEPT = 'measuredStudent';

interface SpeedQuestion {
  readonly teacher: ModelGraph;
  readonly card: ModelCard;
  readonly goal: SpeedGoal;
}

/** Measures now, or takes what this job measured before it was interrupted. Throws as `fastEnoughStudent`. */
export async function measuredStudent({ teacher, card, goal }: SpeedQuestion, context: JobContext): Promise<MeasuredStudent> {
  const kept = context.resumeFrom?.metadata[KEPT];
  if (kept !== undefined) return JSON.parse(kept) as MeasuredStudent;
  context.report({ fraction: 0, stage: 'measuring' });
  const turn = (): Promise<void> => context.turn();
  const found = await fastEnoughStudent(teacher, goal, {
    turn,
    compare: (smaller, effort) => compareSpeed(teacher, smaller, { card, turn, nowMs: () => context.nowMs(), budgetMs: BUDGET_MS[effort] }),
  });
  const { ms, ratio } = found.speed;
  context.log(
    'info',
    `The student is ${found.width.toFixed(3)} as wide as the teacher: ${ms.toFixed(4)} ms for one item, ${ratio.median.toFixed(2)} of the teacher's time`,
  );
  return found;
}

/** The context whose checkpoints remember what was measured; the same one where nothing was. */
export function remembering(measured: MeasuredStudent | null, context: JobContext): JobContext {
  if (measured === null) return context;
  return {
    ...context,
    turn: () => context.turn(),
    checkpoint: ({ metadata, tensors }) => context.checkpoint({ metadata: { ...metadata, [KEPT]: JSON.stringify(measured) }, tensors }),
  };
}
