import { SPLITS, type Split } from '../../../src-shared/domain/dataset.ts';
import type { Catalog } from '../../../src-shared/domain/params/param-spec.ts';
import { isObject } from '../../../src-shared/domain/params/problems.ts';
import { visitsOf } from '../../../src-shared/domain/params/walk-params.ts';
import type { StepKind } from '../../../src-shared/domain/recipe/step-kind.ts';
import { fieldsOf } from '../../../src-shared/domain/recipe/check-step.ts';

type Values = Readonly<Record<string, unknown>>;

/**
 * Passes over the training part: every number called `epochs` in the parameters, times the `rounds` beside it. 0 for a step
 * that only answers. Early stopping can only make it fewer.
 */
export function passesOf(values: Values): number {
  let passes = 0;
  for (const [name, value] of Object.entries(values)) {
    if (name === 'epochs' && typeof value === 'number') passes += value * (typeof values['rounds'] === 'number' ? values['rounds'] : 1);
    else if (isObject(value)) passes += passesOf(value);
  }
  return passes;
}

/** The split a step that does not train looks at. */
export function splitIn(values: Values): Split | null {
  for (const value of Object.values(values)) {
    const split = SPLITS.find(name => name === value);
    if (split !== undefined) return split;
  }
  return null;
}

/** Multiply-adds of the whole step, forward only: what its duration is taken to be in proportion to. Null when a part is not known. */
export function workIn(
  { values, trainings }: { readonly values: Values } & Pick<StepKind, 'trainings'>,
  { counts, multiplyAdds }: { readonly counts: Readonly<Partial<Record<Split, number>>>; readonly multiplyAdds: number },
): number | null {
  const passes = passesOf(values) * (trainings?.(values) ?? 1);
  const split = passes > 0 ? 'train' : splitIn(values);
  const items = split === null ? undefined : counts[split];
  if (items === undefined || items === 0 || multiplyAdds === 0) return null;
  return Math.max(1, passes) * items * multiplyAdds;
}

/** `registry/id` of every algorithm a step names, and its batch size: what makes equal work take unequal time. */
export function traitsOf(kind: StepKind, values: Values, catalog: Catalog): ReadonlySet<string> {
  const fields = fieldsOf(kind, values, catalog);
  const visits = fields.ok ? visitsOf(fields.value.specs, values, catalog) : [];
  const algorithms = visits.flatMap(({ spec, value }) =>
    spec.kind === 'algorithm' && isObject(value) ? [`${spec.registry}/${String(value[spec.tag])}`] : [],
  );
  return new Set([...algorithms, `batch/${String(values['batchSize'])}`]);
}
