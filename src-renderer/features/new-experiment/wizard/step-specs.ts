import type { StepKindView } from '../../../../src-shared/contracts/workspace.contract.ts';
import type { Catalog, ParamSpecs } from '../../../../src-shared/domain/params/param-spec.ts';
import { fieldsOf } from '../../../../src-shared/domain/recipe/check-step.ts';
import { stepKinds } from '../../../../src-shared/domain/recipe/steps/index.ts';
import type { RawStep } from './wizard-state.ts';

/**
 * Everything a step can be told: the fields of its kind, and for a kind that spreads a registry (import-data and its
 * readers) which member, and that member's own, as far as it can be told from what was given.
 */
export function specsOfStep({ fields, spread, id }: StepKindView, step: RawStep, catalog: Catalog): ParamSpecs {
  const known = stepKinds.get(id);
  if (spread === undefined || known === undefined) return fields;
  const entries = catalog[spread.registry] ?? [];
  const { do: _do, repeat: _repeat, ...given } = step;
  const resolved = fieldsOf(known, given, catalog);
  const own = resolved.ok ? resolved.value.specs : fields;
  const member = {
    kind: 'choice',
    label: 'Kind',
    help: 'Left out: told from the name of the source.',
    options: entries.map(e => e.id),
    titles: Object.fromEntries(entries.map(e => [e.id, e.title])),
    optional: true,
  };
  const { [spread.guessFrom]: source, ...rest } = own;
  return { ...(source === undefined ? {} : { [spread.guessFrom]: source }), [spread.tag]: member as ParamSpecs[string], ...rest };
}
