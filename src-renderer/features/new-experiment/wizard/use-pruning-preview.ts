import { useDebouncedValue } from '@mantine/hooks';
import { useMemo } from 'react';
import type { PruningPreview } from '../../../../src-shared/domain/pruning-preview.ts';
import type { ParamProblem } from '../../../../src-shared/domain/params/problems.ts';
import { usePruningPreviewOf } from '../../../ipc/experiment-queries.ts';
import { recipeText } from './recipe-text.ts';
import { WIZARD_KINDS } from './wizard-kinds.ts';
import type { WizardState } from './wizard-state.ts';

/** A slider sends a value every few milliseconds. */
const SETTLED_MS = 150;

export interface PreviewState {
  /** Of the values as they are, or, while those are looked at or wrong, the one before; null while none is known. */
  readonly preview: PruningPreview | null;
  /** Whether it is of values that have changed since. */
  readonly isStale: boolean;
  /** What the pruning would be refused for, at the field that says so. */
  readonly problems: readonly ParamProblem[];
}

const NO_PROBLEMS: readonly ParamProblem[] = [];

/** What the step would leave, asked of main whenever the form is filled in and settled; undefined for kinds without a preview. */
export function usePruningPreview(kind: string, { recipe, main }: WizardState, isComplete: boolean): PreviewState | undefined {
  const isPreviewed = WIZARD_KINDS[kind]?.preview === 'pruning';
  const text = useMemo(() => (isPreviewed && isComplete ? recipeText(recipe) : null), [isPreviewed, isComplete, recipe]);
  const [settled] = useDebouncedValue(text, SETTLED_MS);
  const { data, isPlaceholderData } = usePruningPreviewOf(settled, main);
  const isStale = isPlaceholderData || settled !== text || text === null;
  const refusal = isStale ? null : (data?.refusal ?? null);
  const problems = useMemo(() => {
    if (refusal === null) return NO_PROBLEMS;
    const { path, message, hint } = refusal;
    return [{ path: ['steps', main, ...path.split('.')], message, ...(hint === null ? {} : { hint }) }];
  }, [refusal, main]);
  return isPreviewed ? { preview: data ?? null, isStale, problems } : undefined;
}
