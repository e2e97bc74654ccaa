import type { ParamSpec, ParamSpecs } from '../../../../src-shared/domain/params/param-spec.ts';
import { isObject, type ParamProblem } from '../../../../src-shared/domain/params/problems.ts';
import type { GlimpsedColumn, SourceGlimpse } from '../../../../src-shared/domain/source-glimpse.ts';
import { valueAt, withValueAt, type Path } from './paths.ts';
import type { RawStep } from './wizard-state.ts';

/** A field of a step that names columns of its source. */
export interface ColumnField {
  /** Within the step. */
  readonly path: Path;
  /** What a column it names is then; '' where an encoding says it. */
  readonly role: string;
  /** One column, several, or some with an encoding each. */
  readonly holds: 'one' | 'several' | 'encodings';
  readonly of: 'any' | 'number';
  readonly default?: string;
}

/** What a step does with a column: a field names it, in an encoding where that is said; null: it is what it is. */
export interface ColumnRole {
  readonly field: ColumnField;
  /** Id of the encoding; '' for other fields. */
  readonly encoding: string;
}

/** All such fields in the order of the form, those in groups last. */
export function columnFields(specs: ParamSpecs, path: Path = []): readonly ColumnField[] {
  const fields = Object.entries(specs).flatMap(([name, spec]) => fieldsIn(spec, [...path, name]));
  return fields.toSorted((a, b) => a.path.length - b.path.length);
}

function fieldsIn(spec: ParamSpec, path: Path): readonly ColumnField[] {
  if (spec.kind === 'group') return columnFields(spec.fields, path);
  if (spec.kind === 'record') return spec.column === true ? [{ path, role: '', holds: 'encodings', of: 'any' }] : [];
  const named = spec.kind === 'list' ? spec.of : spec;
  if (named.kind !== 'text' || named.column === undefined) return [];
  const holds = spec.kind === 'list' ? 'several' : 'one';
  return [{ path, ...named.column, holds, ...(named.default === undefined ? {} : { default: named.default }) }];
}

/** The first field that names the column; a default names it too. */
export function roleOf(step: RawStep, column: string, fields: readonly ColumnField[]): ColumnRole | null {
  for (const field of fields) {
    const value = valueAt(step, field.path) ?? field.default;
    if (value === column || (Array.isArray(value) && value.includes(column))) return { field, encoding: '' };
    if (field.holds === 'encodings' && isObject(value) && Object.hasOwn(value, column))
      return { field, encoding: encodingIn(value[column]) };
  }
  return null;
}

function encodingIn(value: unknown): string {
  return isObject(value) ? String(value['kind']) : String(value);
}

/** The step with another use of the column, and of none but it in a field that holds one. */
export function withRole(step: RawStep, column: string, role: ColumnRole | null, fields: readonly ColumnField[]): RawStep {
  const without = fields.reduce<unknown>((left, { path }) => {
    const value = valueAt(left, path);
    return value === undefined ? left : withValueAt(left, path, withoutColumn(value, column));
  }, step);
  if (role === null) return without as RawStep;
  const { path } = role.field;
  return withValueAt(without, path, named(valueAt(without, path), column, role)) as RawStep;
}

function withoutColumn(value: unknown, column: string): unknown {
  if (value === column) return undefined;
  if (Array.isArray(value)) return nonEmpty(value.filter(one => one !== column));
  if (!isObject(value)) return value;
  const entries = Object.entries(value).filter(([name]) => name !== column);
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

function nonEmpty(list: readonly unknown[]): readonly unknown[] | undefined {
  return list.length === 0 ? undefined : list;
}

function named(value: unknown, column: string, { field: { holds }, encoding }: ColumnRole): unknown {
  if (holds === 'one') return column;
  if (holds === 'several') return [...(Array.isArray(value) ? value : []), column];
  return { ...(isObject(value) ? value : {}), [column]: { kind: encoding } };
}

/** Names of columns that are not there, where all that can be there are known; a `*` stands for any characters. */
export function columnProblems(
  step: RawStep,
  fields: readonly ColumnField[],
  { columns, areAllColumns }: SourceGlimpse,
): readonly ParamProblem[] {
  if (columns.length === 0 || !areAllColumns) return [];
  const known = new Set(columns.map(({ name }) => name));
  const listed = columns
    .slice(0, 20)
    .map(({ name }) => name)
    .join(', ');
  const more = columns.length > 20 ? `, … (${columns.length})` : '';
  return fields.flatMap(field =>
    namesIn(field, valueAt(step, field.path) ?? field.default)
      .filter(({ name }) => name !== '' && !known.has(name) && !name.includes('*'))
      .map(({ name, path }) => ({ path, message: `A column called '${name}' is required; there are: ${listed}${more}` })),
  );
}

function namesIn({ path }: ColumnField, value: unknown): readonly { readonly name: string; readonly path: Path }[] {
  if (typeof value === 'string') return [{ name: value, path }];
  if (Array.isArray(value)) return value.flatMap((name, i) => (typeof name === 'string' ? [{ name, path: [...path, i] }] : []));
  return isObject(value) ? Object.keys(value).map(name => ({ name, path: [...path, name] })) : [];
}

/** Whether a field may name the column. */
export function mayName({ of }: ColumnField, { type }: GlimpsedColumn): boolean {
  return of === 'any' || type === 'number';
}
