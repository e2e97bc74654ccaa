import { readdirSync } from 'node:fs';
import { createCatalog } from '../../src-main/services/catalog.ts';
import { parseParams } from '../../src-shared/domain/params/parse-params.ts';
import type { CatalogEntry } from '../../src-shared/domain/params/param-spec.ts';

const CATALOG = createCatalog();

/** Ids that the files of a folder promise: `adam.optimizer.ts` → `adam`. Sorted. */
export function idsOfFiles(folder: string, suffix: string): string[] {
  const files = readdirSync(new URL(`../../src-main/engine/${folder}/`, import.meta.url));
  return files.flatMap(file => (file.endsWith(suffix) ? [file.slice(0, -suffix.length)] : [])).sort();
}

/** Parameters of a registered algorithm, defaults filled in. */
export function paramsOf(entry: CatalogEntry, change: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> {
  const parsed = parseParams(entry.params, { ...change }, CATALOG);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  return parsed.value;
}

/** What a form is sent of it. */
export function dataOf({ id, title, help, source, params, revision }: CatalogEntry): object {
  return { id, title, help, source, params, revision };
}
