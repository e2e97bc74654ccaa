import { err, ok, type Result } from '../../lib/result.ts';
import type { Catalog, ParamSpecs } from '../params/param-spec.ts';
import { isObject, shown, type ParamProblem } from '../params/problems.ts';
import { assign } from './assignments.ts';
import { fulfilling, needsOf, readWhen, textOfCondition } from './conditions.ts';
import { valueAt, valuesOf } from './domains.ts';
import { readFields, readValue } from './read-values.ts';
import { resolveSpace } from './resolve-space.ts';
import type { Assignment, Dimension, Space } from './space.ts';
import type { FoundDimension, Reading } from './space-reader.ts';

/** The registries, and the check of plain fields. */
export interface SpaceContext {
  readonly catalog: Catalog;
  parseFields(specs: ParamSpecs, raw: Readonly<Record<string, unknown>>, catalog: Catalog): Result<unknown, readonly ParamProblem[]>;
}

const MOST_DIMENSIONS = 200;
type Outcome<T> = Result<T, readonly ParamProblem[]>;

/**
 * Reads a space whose configurations are fields of these specs. Every range is tried at both ends and every choice with
 * each option by the very check that the configuration will have to pass, so that a space that parses has no
 * configuration whose fields are refused one by one.
 */
export function parseSpace(raw: unknown, specs: ParamSpecs, context: SpaceContext): Outcome<Space> {
  if (!isObject(raw)) return err([{ path: [], message: `a block of fields with ranges is required, got ${shown(raw)}` }]);
  const reading: Reading = {
    catalog: context.catalog,
    dimensions: [],
    problems: [],
    read: (value, spec, place) => readValue(value, spec, place, reading),
  };
  const template = readFields(raw, name => specs[name], { name: '', path: [], conditions: [] }, reading);
  if (reading.problems.length > 0) return err(reading.problems);
  const dimensions = orderDimensions(reading.dimensions);
  if (!dimensions.ok) return dimensions;
  const space: Space = { dimensions: dimensions.value, template };
  const problems = probesOf(space).flatMap(probe => {
    const parsed = context.parseFields(specs, resolveSpace(space, probe), context.catalog);
    return parsed.ok ? [] : parsed.error;
  });
  return problems.length === 0 ? ok(space) : err(withoutDoubles(problems));
}

/** Configurations that together show every end of every range and every option, each where it takes part. */
export function probesOf(space: Space): readonly Assignment[] {
  const byName = new Map(space.dimensions.map(dimension => [dimension.name, dimension]));
  return space.dimensions.flatMap(dimension => {
    const { conditions } = needsOf(dimension, byName);
    const ends =
      dimension.domain.kind === 'choice'
        ? valuesOf(dimension.domain, Infinity)
        : [valueAt(dimension.domain, 0), valueAt(dimension.domain, 1)];
    return ends.map(end =>
      assign(space, other => {
        if (other === dimension) return end;
        return fulfilling(other, conditions.get(other.name) ?? []) ?? valueAt(other.domain, 0);
      }),
    );
  });
}

function orderDimensions(found: readonly FoundDimension[]): Outcome<readonly Dimension[]> {
  if (found.length === 0) {
    const hint = 'Write { from: 1, to: 3 } or { choose: [a, b] } in place of a value.';
    return err([{ path: [], message: 'at least one range is required, but nothing varies here', hint }]);
  }
  if (found.length > MOST_DIMENSIONS) {
    return err([{ path: [], message: `at most ${MOST_DIMENSIONS} ranges are allowed, got ${found.length}` }]);
  }
  const whens = found.map(dimension => readWhen(dimension, found));
  const problems = whens.flatMap(when => when.problems);
  if (problems.length > 0) return err(problems);
  const dimensions = found.map(({ name, domain, conditions }, i): Dimension => ({
    name,
    domain,
    conditions: [...conditions, ...(whens[i]?.conditions ?? [])],
  }));
  const sorted = sortByConditions(dimensions);
  if (sorted.length < dimensions.length) {
    const inCycle = found.filter(({ name }) => !sorted.some(dimension => dimension.name === name));
    return err(inCycle.map(({ name, path }) => ({ path: [...path, 'when'], message: `the conditions of '${name}' go round in a circle` })));
  }
  const clashes = contradictions(sorted, found);
  return clashes.length === 0 ? ok(sorted) : err(clashes);
}

/** In the order given, but each behind those it depends on; without those that depend on themselves. */
function sortByConditions(dimensions: readonly Dimension[]): readonly Dimension[] {
  const sorted: Dimension[] = [];
  const done = new Set<string>();
  for (let before = -1; before < sorted.length;) {
    before = sorted.length;
    for (const dimension of dimensions) {
      if (done.has(dimension.name) || !dimension.conditions.every(({ on }) => done.has(on))) continue;
      sorted.push(dimension);
      done.add(dimension.name);
    }
  }
  return sorted;
}

function contradictions(dimensions: readonly Dimension[], found: readonly FoundDimension[]): ParamProblem[] {
  const byName = new Map(dimensions.map(dimension => [dimension.name, dimension]));
  return dimensions.flatMap(dimension => {
    const { conditions, clash } = needsOf(dimension, byName);
    if (clash === null) return [];
    const texts = (conditions.get(clash) ?? []).map(condition => textOfCondition(condition, byName));
    const path = found.find(({ name }) => name === dimension.name)?.path ?? [];
    return [{ path, message: `'${dimension.name}' never takes part: it needs at once ${texts.join(', ')}` }];
  });
}

function withoutDoubles(problems: readonly ParamProblem[]): readonly ParamProblem[] {
  const seen = new Set<string>();
  return problems.filter(({ path, message }) => {
    const key = `${path.join('.')}: ${message}`;
    return !seen.has(key) && seen.add(key);
  });
}
