import { table } from '../../src-main/engine/data/readers/table.reader.ts';
import { createCatalog } from '../../src-main/services/catalog.ts';
import { parseParams } from '../../src-shared/domain/params/parse-params.ts';

/** The table reader with its parameters as a recipe would give them, defaults filled in. */
export function tableReader(params: Readonly<Record<string, unknown>>): { readonly id: string; readonly params: Record<string, unknown> } {
  const parsed = parseParams(table.params, params, createCatalog());
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  return { id: table.id, params: parsed.value };
}
