import { useState } from 'react';
import type { SourceCheck } from '../../../../src-shared/domain/source-check.ts';
import { useSourceCheckOf } from '../../../ipc/data-queries.ts';
import type { SourceGlimpseState } from './use-source-glimpse.ts';

/** So little is tried out without being asked. */
const SMALL_BYTES = 16 * 2 ** 20;

export interface SourceCheckState {
  /** Whether the fields are right, so that the import can be tried out. */
  readonly isReady: boolean;
  readonly isChecking: boolean;
  readonly check: SourceCheck | null;
  readonly failure: unknown;
  readonly ask: () => void;
}

/** An import tried out before it is run: at once where it is small, else when it is asked for. Undefined for steps that import nothing. */
export function useSourceCheck(source: SourceGlimpseState | undefined, isReady: boolean): SourceCheckState | undefined {
  const [asked, setAsked] = useState<unknown>(null);
  const settled = isReady ? (source?.settled ?? null) : null;
  const isSmall = source?.glimpse !== undefined && source.glimpse !== null && !source.isLooking && source.glimpse.bytes <= SMALL_BYTES;
  const { data, error, isFetching, refetch } = useSourceCheckOf(settled, isSmall || asked === settled);
  if (source === undefined) return undefined;
  const ask = (): void => {
    if (error !== null) void refetch();
    setAsked(settled);
  };
  return { isReady: settled !== null, isChecking: isFetching, check: data ?? null, failure: isFetching ? null : error, ask };
}
