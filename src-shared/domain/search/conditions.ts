import { closest } from '../../lib/closest.ts';
import { canonicalJson } from '../../lib/json.ts';
import { isObject, shown, type ParamProblem } from '../params/problems.ts';
import { nearestValue, valuesOf } from './domains.ts';
import type { Condition, Dimension, NumberDomain } from './space.ts';
import type { FoundDimension } from './space-reader.ts';

/** The conditions of a `when`, e.g. `{ optimizer.kind: [sgd, adam], model.depth: { from: 2, to: 3 } }`. */
export function readWhen(
  found: FoundDimension,
  all: readonly FoundDimension[],
): { readonly conditions: readonly Condition[]; readonly problems: readonly ParamProblem[] } {
  const { when } = found;
  const path = [...found.path, 'when'];
  if (when === undefined) return { conditions: [], problems: [] };
  if (!isObject(when)) return { conditions: [], problems: [{ path, message: `names of other ranges are required, got ${shown(when)}` }] };
  const conditions: Condition[] = [];
  const problems: ParamProblem[] = [];
  for (const [name, wanted] of Object.entries(when)) {
    const parent = all.find(other => other.name === name && other !== found);
    const read = parent === undefined ? `no other range is called '${name}'` : conditionOn(parent, wanted);
    if (typeof read !== 'string') conditions.push(read);
    else problems.push({ path: [...path, name], message: read, ...(parent === undefined ? hintFor(name, found, all) : {}) });
  }
  return { conditions, problems };
}

function hintFor(name: string, found: FoundDimension, all: readonly FoundDimension[]): { readonly hint: string } {
  const names = all.filter(other => other !== found).map(other => other.name);
  const near = closest(name, names);
  return { hint: near === null ? `Ranges here: ${names.join(', ') || 'none'}.` : `Did you mean '${near}'?` };
}

/** The condition, or what is wrong with it. */
function conditionOn({ name, domain, options }: FoundDimension, wanted: unknown): Condition | string {
  if (domain.kind === 'choice') {
    const texts = options.map(option => canonicalJson(option ?? null));
    const list = Array.isArray(wanted) ? wanted : [wanted];
    const places = list.map(value => {
      const exact = texts.indexOf(canonicalJson(value ?? null));
      return exact >= 0 ? exact : domain.labels.indexOf(String(value));
    });
    const missing = places.indexOf(-1);
    if (missing >= 0) return `one of ${domain.labels.join(', ')} is required, got ${shown(list[missing])}`;
    return { on: name, test: 'options', options: places };
  }
  const { from, to } = isObject(wanted) ? wanted : { from: wanted, to: wanted };
  const inOrder = typeof from === 'number' && typeof to === 'number' && from <= to;
  if (!inOrder || to < domain.from || from > domain.to) {
    return `a number or { from, to } within ${domain.from} to ${domain.to} is required, got ${shown(wanted)}`;
  }
  return { on: name, test: 'range', from, to };
}

/** What a dimension needs of others, and of those on which they depend, so that it takes part. */
export interface Needs {
  /** By dimension: every condition on it. */
  readonly conditions: ReadonlyMap<string, readonly Condition[]>;
  /** The first dimension that would have to be two things at once. */
  readonly clash: string | null;
}

export function needsOf(dimension: Dimension, byName: ReadonlyMap<string, Dimension>): Needs {
  const conditions = new Map<string, Condition[]>();
  const visited = new Set<string>();
  const visit = (current: Dimension): void => {
    if (visited.has(current.name)) return;
    visited.add(current.name);
    for (const condition of current.conditions) {
      conditions.set(condition.on, [...(conditions.get(condition.on) ?? []), condition]);
      const parent = byName.get(condition.on);
      if (parent !== undefined) visit(parent);
    }
  };
  visit(dimension);
  const clash = [...conditions].find(([name, list]) => {
    const parent = byName.get(name);
    return parent === undefined || fulfilling(parent, list) === null;
  });
  return { conditions, clash: clash?.[0] ?? null };
}

/** A value of the dimension that all the conditions allow; null when there is none. */
export function fulfilling({ domain }: Dimension, conditions: readonly Condition[]): number | null {
  const candidates = domain.kind === 'choice' ? valuesOf(domain, Infinity) : numbersFrom(domain, conditions);
  return candidates.find(value => conditions.every(condition => admits(condition, value))) ?? null;
}

/** The least value from the greatest lower end on: if another fulfils the conditions, it does. */
function numbersFrom(domain: NumberDomain, conditions: readonly Condition[]): readonly number[] {
  const low = Math.max(domain.from, ...conditions.map(condition => (condition.test === 'range' ? condition.from : domain.from)));
  return [nearestValue(domain, low), nearestValue(domain, low + (domain.step ?? 0))];
}

function admits(condition: Condition, value: number): boolean {
  return condition.test === 'options' ? condition.options.includes(value) : value >= condition.from && value <= condition.to;
}

/** A condition in signs: `model.depth = 2…3`, `optimizer = sgd|adam`. */
export function textOfCondition(condition: Condition, byName: ReadonlyMap<string, Dimension>): string {
  if (condition.test === 'range') {
    return `${condition.on} = ${condition.from}${condition.from === condition.to ? '' : `…${condition.to}`}`;
  }
  const domain = byName.get(condition.on)?.domain;
  const labels = condition.options.map(i => (domain?.kind === 'choice' ? (domain.labels[i] ?? String(i)) : String(i)));
  return `${condition.on} = ${labels.join('|')}`;
}
