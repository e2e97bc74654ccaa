import { stringify } from 'yaml';
import type { StudyTrialView } from '../../../src-shared/contracts/studies.contract.ts';

/** A recipe that trains this configuration by itself, with all its epochs. */
export function trialRecipe(trial: StudyTrialView, dataId: string, epochs: number): string {
  const step = { do: 'train', data: `data:${dataId}`, ...trial.fields, epochs };
  return stringify({ espalier: 1, name: `trial-${trial.number}`, steps: { [`trial${trial.number}`]: step } }, { lineWidth: 100 });
}
