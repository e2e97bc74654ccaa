import { stringify } from 'yaml';
import type { StudyTrialView } from '../../../src-shared/contracts/studies.contract.ts';
import { planFrom, planSteps } from '../../../src-shared/domain/fit/plan-steps.ts';

/** What may follow on a trial's training. */
export const AFTER_TRIAL = ['onward', 'teacher', 'student', 'prune'] as const;
export type AfterTrial = (typeof AFTER_TRIAL)[number];

interface TrialRecipe {
  readonly dataId: string;
  /** Of a trial that trains to the end. */
  readonly epochs: number;
  readonly then: AfterTrial | null;
}

/**
 * A recipe that trains this configuration by itself, with all its epochs, and goes on from there: trains on at a tenth of the
 * rate, teaches a student of half the width, is taught by a network of twice the width, is pruned.
 */
export function trialRecipe(trial: StudyTrialView, { dataId, epochs, then }: TrialRecipe): string {
  const name = `trial${trial.number}`;
  const { model, ...training } = trial.fields;
  const data = `data:${dataId}`;
  const own = { do: 'train', data, ...trial.fields, epochs };
  const optimizer = training['optimizer'] as Readonly<Record<string, unknown>> | undefined;
  const slower = { kind: 'adam', ...optimizer, learningRate: Number(optimizer?.['learningRate'] ?? 0.001) / 10 };
  const steps: Readonly<Record<AfterTrial, Readonly<Record<string, object>>>> = {
    onward: { [name]: own, onward: { do: 'train', data, model: name, ...training, optimizer: slower, epochs } },
    teacher: { [name]: own, small: { do: 'distill', teachers: [name], student: { scale: { width: 0.5 } }, epochs } },
    student: {
      [name]: own,
      teacher: { do: 'distill', teachers: [name], student: { scale: { width: 2 } }, epochs },
      taught: { do: 'distill', teachers: ['teacher'], data, student: model, epochs },
    },
    prune: { [name]: own, lean: { do: 'prune', model: name, granularity: 'channels', target: { multiplyAdds: 0.5 } } },
  };
  const chosen = then === null ? { [name]: own } : steps[then];
  return stringify({ espalier: 1, name: `trial-${trial.number}`, steps: chosen }, { lineWidth: 100, aliasDuplicateObjects: false });
}

/** A recipe of a plan's own steps with as many epochs as the trial had; null for a plan that lacks something. */
export function planRecipe(trial: Pick<StudyTrialView, 'number' | 'fields' | 'until'>, model: string): string | null {
  const steps = planSteps(planFrom(trial.fields), { model, epochs: trial.until });
  if (!steps.ok) return null;
  return stringify({ espalier: 1, name: `plan-${trial.number}`, steps: steps.value }, { lineWidth: 100, aliasDuplicateObjects: false });
}
