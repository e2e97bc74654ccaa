import { useDebouncedValue } from '@mantine/hooks';
import { useMemo } from 'react';
import type { ExportBudget } from '../../../../src-shared/domain/export-budget.ts';
import type { ExportPreview } from '../../../../src-shared/domain/export-preview.ts';
import { useExportPreviewOf } from '../../../ipc/experiment-queries.ts';
import { recipeText } from './recipe-text.ts';
import { WIZARD_KINDS } from './wizard-kinds.ts';
import type { WizardState } from './wizard-state.ts';

/** A number is typed digit by digit. */
const SETTLED_MS = 300;

export interface ExportPreviewState {
  /** Of the values as they are, or, while those are looked at or wrong, the ones before; null while none is known. */
  readonly previews: readonly ExportPreview[] | null;
  readonly isStale: boolean;
  readonly budget: ExportBudget;
}

/** What the step would write, asked of main whenever the form is filled in and settled; undefined for kinds without such a preview. */
export function useExportPreview(kind: string, { recipe, main }: WizardState, isComplete: boolean): ExportPreviewState | undefined {
  const isPreviewed = WIZARD_KINDS[kind]?.preview === 'export';
  const step = recipe.steps[main];
  const asked = useMemo(() => (isPreviewed && isComplete ? recipeText(recipe) : null), [isPreviewed, isComplete, recipe]);
  const [settled] = useDebouncedValue(asked, SETTLED_MS);
  const { data, isPlaceholderData } = useExportPreviewOf(settled, main);
  if (!isPreviewed) return undefined;
  const budget = (step?.['budget'] ?? {}) as ExportBudget;
  return { previews: data ?? null, isStale: isPlaceholderData || settled !== asked || asked === null, budget };
}
