import type { AlgorithmSpec, Catalog, ParamSpec, ParamSpecs, ReferenceSpec, TextSpec } from './param-spec.ts';
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
    default:
      return [];
  }
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
