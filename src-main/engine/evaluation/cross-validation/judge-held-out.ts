import type { LoadedDataset } from '../../data/load-dataset.ts';
import type { Engine } from '../../tensor-library.ts';
import type { TrainingHooks } from '../../training/hooks.ts';
import type { PhaseNetwork } from '../../training/phases.ts';
import { metricKey } from '../metric.ts';
import { metrics } from '../metrics/index.ts';
import { outcomesOf, type Outcomes } from '../outcomes.ts';
import { predictSplit } from '../predict.ts';
import type { FoldAnswers } from './predictions-file.ts';

export interface HeldOutCall {
  readonly engine: Engine;
  readonly network: Pick<PhaseNetwork, 'graph' | 'parameters'>;
  /** Test: what was held out. */
  readonly data: LoadedDataset;
}

/** Answers as the graph gives them: to the held-out items in their order, and to the validation part beside them; and figures. */
export async function figuresOfHeldOut(
  { engine, network: { graph, parameters }, data }: HeldOutCall,
  hooks: TrainingHooks,
): Promise<{ readonly answers: FoldAnswers; readonly metrics: Readonly<Record<string, number>> }> {
  const call = { engine, graph, parameters, data, turn: () => hooks.turn() };
  const { outputs, targets, width } = await predictSplit({ ...call, split: 'test' });
  const beside = data.count('validation') === 0 ? new Float32Array(0) : (await predictSplit({ ...call, split: 'validation' })).outputs;
  return { answers: { heldOut: outputs, beside }, metrics: metricsOf(outcomesOf({ task: data.task, outputs, targets, width })) };
}

/** Every figure of the task; what is undefined on these items is left out. */
export function metricsOf(outcomes: Outcomes): Readonly<Record<string, number>> {
  const once = new Uint32Array(outcomes.items).fill(1);
  const figures = metrics.all
    .filter(({ tasks }) => tasks.includes(outcomes.task))
    .map(metric => [metricKey(metric.id), metric.prepare(outcomes).value(once)] as const);
  return Object.fromEntries(figures.filter(([, value]) => Number.isFinite(value)));
}
