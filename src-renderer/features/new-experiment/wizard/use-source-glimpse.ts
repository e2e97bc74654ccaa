import { useDebouncedValue } from '@mantine/hooks';
import { useMemo } from 'react';
import type { ParamSpecs } from '../../../../src-shared/domain/params/param-spec.ts';
import type { ParamProblem } from '../../../../src-shared/domain/params/problems.ts';
import type { SourceGlimpse } from '../../../../src-shared/domain/source-glimpse.ts';
import { useSourceGlimpseOf } from '../../../ipc/data-queries.ts';
import { columnFields, columnProblems, type ColumnField } from './column-roles.ts';
import { WIZARD_KINDS } from './wizard-kinds.ts';
import type { RawStep, WizardState } from './wizard-state.ts';

/** A path is typed, and looked at when it stands. */
const SETTLED_MS = 300;

export interface SourceGlimpseState {
  readonly step: RawStep;
  /** The step, once its fields stand and its source is named; null until then. */
  readonly settled: (RawStep & { readonly source: string }) | null;
  readonly fields: readonly ColumnField[];
  /** Null while none is known, and where there is nothing to choose from. */
  readonly glimpse: SourceGlimpse | null;
  readonly isLooking: boolean;
  /** Why the source can't be looked at. */
  readonly failure: unknown;
  /** Names of columns that are not there. */
  readonly problems: readonly ParamProblem[];
}

const NO_COLUMNS: SourceGlimpse['columns'] = [];

/** What an import's source holds, asked of main whenever it is named and settled; undefined for kinds without such a preview. */
export function useSourceGlimpse(kind: string, { recipe, main }: WizardState, specs: ParamSpecs): SourceGlimpseState | undefined {
  const isPreviewed = WIZARD_KINDS[kind]?.preview === 'source';
  const step = recipe.steps[main]!;
  const { source } = step;
  const [settled] = useDebouncedValue(step, SETTLED_MS);
  const asked = useMemo(
    () => (isPreviewed && typeof source === 'string' && source === settled['source'] ? { ...settled, source } : null),
    [isPreviewed, source, settled],
  );
  const { data, isFetching, error } = useSourceGlimpseOf(asked);
  const glimpse = data ?? null;
  const fields = useMemo(() => columnFields(specs), [specs]);
  const problems = useMemo(
    () =>
      glimpse === null
        ? []
        : columnProblems(step, fields, glimpse).map(problem => ({ ...problem, path: ['steps', main, ...problem.path] })),
    [glimpse, step, fields, main],
  );
  return isPreviewed ? { step, settled: asked, fields, glimpse, isLooking: isFetching, failure: error, problems } : undefined;
}

/** Columns a form can offer. */
export function columnsOf(state: SourceGlimpseState | undefined): SourceGlimpse['columns'] {
  return state?.glimpse?.columns ?? NO_COLUMNS;
}
