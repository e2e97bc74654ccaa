import { canonicalJson } from '../../lib/json.ts';
import { parseSpace, probesOf } from '../search/parse-space.ts';
import { resolveSpace } from '../search/resolve-space.ts';
import type { AlgorithmSpec, Catalog, ParamSpec, ParamSpecs, ReferenceSpec, SpaceSpec, TextSpec } from './param-spec.ts';
import { parseFields } from './parse-params.ts';
import { isObject } from './problems.ts';

/** A place in parsed values that means more than itself. */
export interface ParamVisit {
  readonly path: readonly (string | number)[];
  readonly spec: ReferenceSpec | AlgorithmSpec | TextSpec;
  readonly value: unknown;
}

/** Every reference, chosen algorithm and text of parsed values, outermost first; for algorithms also what their parameters hold. */
export function visitsOf(specs: ParamSpecs, values: Readonly<Record<string, unknown>>, catalog: Catalog): readonly ParamVisit[] {
  return Object.entries(specs).flatMap(([name, spec]) => (name in values ? visit(spec, values[name], [name], catalog) : []));
}

function visit(spec: ParamSpec, value: unknown, path: readonly (string | number)[], catalog: Catalog): ParamVisit[] {
  if (value === undefined) return [];
  switch (spec.kind) {
    case 'reference':
    case 'text':
      return [{ path, spec, value }];
    case 'algorithm':
      return [{ path, spec, value }, ...insideAlgorithm(spec, value, path, catalog)];
    case 'list':
      return (value as readonly unknown[]).flatMap((item, i) => visit(spec.of, item, [...path, i], catalog));
    case 'record':
      return Object.entries(value as object).flatMap(([name, item]) => visit(spec.of, item, [...path, name], catalog));
    case 'group':
      return insideFields(spec.fields, value, path, catalog);
    case 'variant':
      return insideFields(spec.variants, value, path, catalog);
    case 'one-of': {
      const option = spec.options.find(candidate => holds(candidate, value));
      return option === undefined ? [] : visit(option, value, path, catalog);
    }
    case 'space':
      return insideSpace(spec, value, path, catalog);
    default:
      return [];
  }
}

/** What some configuration of a space chooses, once each. */
function insideSpace(spec: SpaceSpec, value: unknown, path: readonly (string | number)[], catalog: Catalog): ParamVisit[] {
  const space = parseSpace(value, spec.fields, { catalog, parseFields });
  if (!space.ok) return [];
  const visits = probesOf(space.value).flatMap(probe => {
    const fields = parseFields(spec.fields, resolveSpace(space.value, probe), catalog);
    return fields.ok ? insideFields(spec.fields, fields.value, path, catalog) : [];
  });
  return [...new Map(visits.map(found => [canonicalJson([found.path, found.value]), found])).values()];
}

function insideFields(specs: ParamSpecs, value: unknown, path: readonly (string | number)[], catalog: Catalog): ParamVisit[] {
  if (!isObject(value)) return [];
  return Object.entries(specs).flatMap(([name, spec]) => (name in value ? visit(spec, value[name], [...path, name], catalog) : []));
}

function insideAlgorithm(spec: AlgorithmSpec, value: unknown, path: readonly (string | number)[], catalog: Catalog): ParamVisit[] {
  const entry = isObject(value) ? catalog[spec.registry]?.find(e => e.id === value[spec.tag]) : undefined;
  return entry === undefined ? [] : insideFields(entry.params, value, path, catalog);
}

function holds(spec: ParamSpec, value: unknown): boolean {
  if (spec.kind === 'algorithm') return isObject(value) && spec.tag in value;
  if (spec.kind === 'group') return isObject(value) && Object.keys(spec.fields).some(name => name in value);
  return typeof value === 'string' && (spec.kind === 'reference' || spec.kind === 'text' || spec.kind === 'choice');
}
