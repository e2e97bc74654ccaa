import { expect, it } from 'vitest';
import { createCatalog } from '../../../../src-main/services/catalog.ts';
import { fieldsOf } from '../../../../src-shared/domain/recipe/check-step.ts';
import { parseRecipe } from '../../../../src-shared/domain/recipe/parse-recipe.ts';
import { importData } from '../../../../src-shared/domain/recipe/steps/import-data.step.ts';
import type { SourceGlimpse } from '../../../../src-shared/domain/source-glimpse.ts';
import {
  columnFields,
  columnProblems,
  mayName,
  roleOf,
  withRole,
  type ColumnRole,
} from '../../../../src-renderer/features/new-experiment/wizard/column-roles.ts';

const catalog = createCatalog();
const step = { do: 'import-data', source: 'uploads/a.csv' };

function fieldsFor(raw: Readonly<Record<string, unknown>>) {
  const fields = fieldsOf(importData, raw, catalog);
  if (!fields.ok) throw new Error(JSON.stringify(fields.error));
  return columnFields(fields.value.specs);
}

const fields = fieldsFor({ source: 'a.csv' });
function role(place: string, encoding = ''): ColumnRole {
  const field = fields.find(({ path }) => path.join('.') === place);
  if (field === undefined) throw new Error(`no field ${place}`);
  return { field, encoding };
}

it('finds every field of a reader that names columns, also in groups', () => {
  const places = (raw: object): string[] => fieldsFor(raw as Readonly<Record<string, unknown>>).map(({ path }) => path.join('.'));
  expect(places({ source: 'a.csv' }).sort()).toEqual(
    ['categories', 'columns', 'ignore', 'label', 'labelColumns', 'splits.groupBy', 'splits.orderBy'].sort(),
  );
  expect(places({ source: 'a.jsonl' }).sort()).toEqual(['label', 'labelColumns', 'splits.groupBy', 'splits.orderBy', 'text'].sort());
  expect(places({ source: 'a.npy' }).sort()).toEqual(['splits.groupBy', 'splits.orderBy']);
});

it('gives a column one use after the other, and takes the one before away', () => {
  const labelled = withRole(step, 'y', role('label'), fields);
  expect(labelled).toEqual({ ...step, label: 'y' });
  const left = withRole(labelled, 'a', role('ignore'), fields);
  expect(left).toEqual({ ...step, label: 'y', ignore: ['a'] });
  const grouped = withRole(left, 'a', role('splits.groupBy'), fields);
  expect(grouped).toEqual({ ...step, label: 'y', splits: { groupBy: 'a' } });
  const encoded = withRole(grouped, 'a', role('columns', 'one-hot'), fields);
  expect(encoded).toEqual({ ...step, label: 'y', splits: {}, columns: { a: { kind: 'one-hot' } } });
  // Another label column: there is one only.
  expect(withRole(encoded, 'a', role('label'), fields)).toEqual({ ...step, label: 'a', splits: {} });
  expect(withRole(encoded, 'a', null, fields)).toEqual({ ...step, label: 'y', splits: {} });
});

it('makes recipes that can be run, and tells each use back', () => {
  for (const field of fields) {
    const encoding = field.holds === 'encodings' ? 'hashing' : '';
    const made = withRole({ ...step, label: 'y' }, 'a', { field, encoding }, fields);
    const whole = { ...made, label: 'y' };
    const parsed = parseRecipe(JSON.stringify({ espalier: 1, name: 'columns', steps: { data: whole } }), catalog);
    expect(parsed.ok, `${field.path.join('.')}: ${JSON.stringify(parsed)}`).toBe(true);
    expect(roleOf(made, 'a', fields)).toEqual({ field, encoding });
    expect(roleOf(made, 'b', fields)).toBeNull();
  }
});

it('takes a default for a use, and offers number columns alone where numbers are asked for', () => {
  const texts = fieldsFor({ source: 'a.jsonl' });
  expect(roleOf({ do: 'import-data', source: 'a.jsonl' }, 'text', texts)?.field.path).toEqual(['text']);
  const column = { name: 'a', type: 'category', warning: null, encodings: [] } as const;
  expect(mayName(role('categories').field, column)).toBe(false);
  expect(mayName(role('categories').field, { ...column, type: 'number' })).toBe(true);
  expect(mayName(role('ignore').field, column)).toBe(true);
});

it('says which columns are not there, if all are known', () => {
  const columns = ['a', 'y'].map(name => ({ name, type: null, warning: null, encodings: [] }));
  const glimpse: SourceGlimpse = { files: 1, bytes: 1, columns, areAllColumns: true, rows: [], looked: 1, classes: [], samples: [] };
  const given = {
    ...step,
    label: 'z',
    ignore: ['a', 'b'],
    labelColumns: ['l*'],
    splits: { groupBy: 'g' },
    columns: { q: { kind: 'one-hot' } },
  };
  expect(columnProblems(given, fields, glimpse).map(({ path }) => path.join('.'))).toEqual(
    expect.arrayContaining(['label', 'ignore.1', 'splits.groupBy', 'columns.q']),
  );
  expect(columnProblems(given, fields, glimpse)).toHaveLength(4);
  expect(columnProblems(given, fields, glimpse).map(({ message }) => message)).toContain(
    "A column called 'z' is required; there are: a, y",
  );
  expect(columnProblems(given, fields, { ...glimpse, areAllColumns: false })).toEqual([]);
  expect(columnProblems(given, fields, { ...glimpse, columns: [] })).toEqual([]);
});
