import { useDebouncedValue } from '@mantine/hooks';
import { useMemo } from 'react';
import type { SpacePreview } from '../../../../src-shared/domain/space-preview.ts';
import { useSpacePreviewOf } from '../../../ipc/experiment-queries.ts';
import { recipeText } from './recipe-text.ts';
import { WIZARD_KINDS } from './wizard-kinds.ts';
import type { WizardState } from './wizard-state.ts';

const SETTLED_MS = 250;

export interface SpacePreviewState {
  /** Null while none is known. */
  readonly preview: SpacePreview | null;
  /** Whether it is of values that have changed since. */
  readonly isStale: boolean;
}

/** What the networks of the space would cost, asked of main whenever the form is filled in and settled; undefined for other kinds. */
export function useSpacePreview(kind: string, { recipe, main }: WizardState, isComplete: boolean): SpacePreviewState | undefined {
  const isPreviewed = WIZARD_KINDS[kind]?.preview === 'space';
  const text = useMemo(() => (isPreviewed && isComplete ? recipeText(recipe) : null), [isPreviewed, isComplete, recipe]);
  const [settled] = useDebouncedValue(text, SETTLED_MS);
  const { data, isPlaceholderData } = useSpacePreviewOf(settled, main);
  return isPreviewed ? { preview: data ?? null, isStale: isPlaceholderData || settled !== text || text === null } : undefined;
}
