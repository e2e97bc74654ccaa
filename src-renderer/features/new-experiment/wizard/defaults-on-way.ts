import type { Catalog, ParamSpec, ParamSpecs } from '../../../../src-shared/domain/params/param-spec.ts';
import { optionFor } from '../../../../src-shared/domain/params/option-for.ts';
import { isObject } from '../../../../src-shared/domain/params/problems.ts';
import { withValueAt, type Path } from './paths.ts';

/**
 * The block with what a nested change needs around it: a learning rate can only be said of an optimizer that is named, an
 * item changed only in a list that is there. Where such a parent was left out its default is put in, and a bare name is
 * written out.
 */
export function withDefaultsOnWay(
  block: Readonly<Record<string, unknown>>,
  path: Path,
  { specs, catalog }: { readonly specs: ParamSpecs; readonly catalog: Catalog },
): Readonly<Record<string, unknown>> {
  let result: unknown = block;
  let value: unknown = block;
  let inner: (key: string | number) => ParamSpec | undefined = key => specs[key];
  for (const [i, key] of path.slice(0, -1).entries()) {
    const spec = inner(key);
    if (spec === undefined) break;
    const given = (value as Record<string | number, unknown> | undefined)?.[key];
    const whole = writtenOut(spec, given ?? ('default' in spec ? spec.default : undefined));
    if (whole !== given && whole !== undefined) result = withValueAt(result, path.slice(0, i + 1), whole);
    inner = childrenOf(spec, whole, catalog);
    value = whole;
  }
  return result as Readonly<Record<string, unknown>>;
}

function writtenOut(spec: ParamSpec, value: unknown): unknown {
  if (spec.kind === 'algorithm' && typeof value === 'string') return { [spec.tag]: value };
  if (spec.kind === 'one-of' && value !== undefined) {
    const option = optionFor(spec, value);
    return option === undefined ? value : writtenOut(option, value);
  }
  return value;
}

/** The spec of what lies under each key of a value. */
function childrenOf(spec: ParamSpec, value: unknown, catalog: Catalog): (key: string | number) => ParamSpec | undefined {
  switch (spec.kind) {
    case 'group':
      return key => spec.fields[key];
    case 'variant':
      return key => spec.variants[key];
    case 'list':
    case 'record':
      return () => spec.of;
    case 'algorithm': {
      const id = isObject(value) ? value[spec.tag] : undefined;
      const params = catalog[spec.registry]?.find(entry => entry.id === id)?.params;
      return key => params?.[key];
    }
    case 'one-of': {
      const option = optionFor(spec, value);
      return option === undefined ? () => undefined : childrenOf(option, value, catalog);
    }
    default:
      return () => undefined;
  }
}
