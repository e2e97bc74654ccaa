import { NotTraceable } from '../compiler.ts';
import type { TrainingHooks } from './hooks.ts';
import { createEagerRunner } from './eager-step.ts';
import type { RunnerPlan, RunnerState, StepRunner } from './step-runner.ts';
import { createTracedRunner } from './traced-step.ts';

/** One native call per step where the back end can and the step allows it; else operation by operation, saying why. */
export function createStepRunner(plan: RunnerPlan, start: RunnerState, log: TrainingHooks['log']): StepRunner {
  const { compiler } = plan.step;
  if (compiler === null) return createEagerRunner(plan, start);
  try {
    return createTracedRunner(plan, start, compiler);
  } catch (thrown) {
    if (!(thrown instanceof NotTraceable)) throw thrown;
    log('warn', `The steps run operation by operation, not as one call: ${thrown.message}`);
    return createEagerRunner(plan, start);
  }
}
