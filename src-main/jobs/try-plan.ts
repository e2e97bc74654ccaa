import type { ModelOutput } from '../../src-shared/domain/step-output.ts';
import type { TrialCosts } from '../../src-shared/domain/study.ts';
import { FIT_SCORE, fitScore, overLimit, type FitGoal } from '../engine/search/fit/fit-goal.ts';
import { MODEL, type LaneStep, type TrialEnd, type TrialTask } from '../engine/search/study/lane-messages.ts';
import { distillJob } from './distill.job.ts';
import { factoriseJob } from './factorise.job.ts';
import { fuseJob } from './fuse.job.ts';
import type { InputModel } from './job-inputs.ts';
import type { Job, JobContext, JobInput, NamedOutput } from './job.ts';
import { fileTimer, planCosts, planFigures } from './plan-outcome.ts';
import { pruneJob } from './prune.job.ts';
import { quantiseJob } from './quantise.job.ts';
import { WITHOUT_CARD } from './save-smaller.ts';
import { slimJob } from './slim.job.ts';
import { askStudy } from './study-questions.ts';
import { subnetJob } from './subnet.job.ts';
import { endOf } from './train-trial.ts';

/** One plan in the hands of a process. */
interface PlanWork {
  readonly task: TrialTask;
  readonly input: JobInput;
  /** What is to be made smaller. */
  readonly source: InputModel;
  readonly goal: FitGoal;
}

/** What the steps of a plan may be. */
const JOBS: Readonly<Record<string, Job>> = {
  ...{ prune: pruneJob, factorise: factoriseJob, distill: distillJob, quantise: quantiseJob },
  ...{ slim: slimJob, subnet: subnetJob, fuse: fuseJob },
};
/** Field of the snapshot that says of which step of which trial, with how many epochs, it is. */
const OWNER = 'plan';

/**
 * Runs the steps of a plan with as many epochs as its rung has, and measures what they leave: the very jobs a recipe with these
 * steps would run. An interrupted one goes on in the step it was in; those before it are done again, to the same bits.
 */
export async function tryPlan(work: PlanWork, context: JobContext): Promise<TrialEnd> {
  const startedMs = context.nowMs();
  try {
    return await tried(work, startedMs, context);
  } catch (thrown) {
    return endOf(thrown, context);
  }
}

async function tried(work: PlanWork, startedMs: number, context: JobContext): Promise<TrialEnd> {
  const { task, goal } = work;
  const model = await stepsDone(work, context);
  const time = task.latency === null ? null : fileTimer(context);
  const costs = await planCosts(model, { artifacts: context.artifacts, source: work.source, time });
  const reason = overLimit(costs, goal.limits, { slack: 1, words: 'what this plan leaves has' });
  if (reason !== null) return { state: 'failed', reason, costs };
  const report = { epoch: task.until, values: figuresOf(model, costs, work) };
  const said = await askStudy(context, { about: 'epoch', trial: task.trial, report, trainingMs: context.nowMs() - startedMs });
  return { state: said === 'pause' ? 'paused' : 'finished', checkpoint: null, model, costs };
}

async function stepsDone({ task, input, source }: PlanWork, context: JobContext): Promise<ModelOutput> {
  const steps = task.values['steps'] as readonly LaneStep[];
  let model: NamedOutput = source;
  const done = new Map<string, NamedOutput>([[MODEL, source]]);
  for (const [i, step] of steps.entries()) {
    const job = JOBS[step.do];
    if (job === undefined) throw new Error(`A plan has no steps of kind '${step.do}'`);
    const own: JobInput = {
      name: input.name,
      values: step.values,
      inputs: inputsOf(step, done),
      seed: task.seed,
      facts: { [WITHOUT_CARD]: 1 },
    };
    const output = await job.run(own, contextOf({ task, step: i, steps: steps.length }, context));
    model = { name: step.name, replicate: null, id: '', output };
    done.set(step.name, model);
  }
  return model.output as ModelOutput;
}

function inputsOf({ name, takes }: LaneStep, done: ReadonlyMap<string, NamedOutput>): JobInput['inputs'] {
  const entries = Object.entries(takes).map(([path, from]) => {
    const found = done.get(from);
    if (found === undefined) throw new Error(`Step '${name}' of a plan needs '${from}', which no step before it yields`);
    return [path, [found]] as const;
  });
  return Object.fromEntries(entries);
}

interface Place {
  readonly task: TrialTask;
  readonly step: number;
  readonly steps: number;
}

/** A step's part of the process: its own checkpoints, its share of the progress. */
function contextOf({ task, step, steps }: Place, context: JobContext): JobContext {
  const owner = `${task.trial}/${task.until}/${step}`;
  const { resumeFrom } = context;
  return {
    ...context,
    turn: () => context.turn(),
    resumeFrom: resumeFrom?.metadata[OWNER] === owner ? resumeFrom : null,
    checkpoint: ({ metadata, tensors }) => context.checkpoint({ metadata: { ...metadata, [OWNER]: owner }, tensors }),
    // A study's curves are its trials' reports.
    measure: () => undefined,
    report(said) {
      const fraction = task.progress.done + (task.progress.share * (step + said.fraction)) / steps;
      context.report({ ...said, fraction: Math.min(1, fraction) });
    },
  };
}

function figuresOf({ summary }: ModelOutput, costs: TrialCosts, { goal, source }: PlanWork): Readonly<Record<string, number>> {
  const values = planFigures(summary);
  const { required, cost } = goal;
  if (required === null) return values;
  const whole = goal.limits[cost] ?? source.output.file.bytes;
  const score = fitScore(required, values[required.metric] ?? NaN, { cost: costs[cost] ?? NaN, whole });
  return { ...values, [FIT_SCORE]: score };
}
