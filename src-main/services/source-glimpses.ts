import type { SourceCheck } from '../../src-shared/domain/source-check.ts';
import type { SourceGlimpse } from '../../src-shared/domain/source-glimpse.ts';
import type { ParamValues } from '../../src-shared/domain/params/param-spec.ts';
import { parseParams } from '../../src-shared/domain/params/parse-params.ts';
import { checkStep, fieldsOf } from '../../src-shared/domain/recipe/check-step.ts';
import { importData } from '../../src-shared/domain/recipe/steps/import-data.step.ts';
import { invalidInput } from '../../src-shared/lib/app-error.ts';
import { importRequestOf } from '../engine/data/import-dataset.ts';
import type { FoundSource } from '../engine/data/reader.ts';
import type { ServiceContext } from './context.ts';
import { requireInsideWorkspace } from './recipe-paths.ts';
import { wordsOf } from './studies/problem-words.ts';

/** The fields of an import as a form has them: perhaps not all, perhaps not right. */
export type RawImport = Readonly<Record<string, unknown>> & { readonly source: string };

/**
 * What an import would find, without reading all of it; null where that can't be told: no kind of source, or one with nothing to
 * choose from. Throws `invalid-input` for a path outside the workspace, and what the reader would of the first rows; `not-found`.
 */
export async function glimpseOf(
  context: Pick<ServiceContext, 'catalog' | 'workspaceFolder' | 'askGlimpse'>,
  raw: RawImport,
): Promise<SourceGlimpse | null> {
  const { catalog, workspaceFolder } = context;
  const fields = fieldsOf(importData, raw, catalog);
  const kind = fields.ok ? fields.value.tag['kind'] : undefined;
  const reader = catalog['reader']?.find(({ id }) => id === kind);
  if (reader === undefined) return null;
  const source = requireInsideWorkspace(raw.source, workspaceFolder, 'source');
  // A field that is wrong says so itself, and is looked at with its default.
  const config = Object.entries(reader.params).flatMap(([name, spec]) => {
    const given = parseParams({ [name]: spec }, raw[name] === undefined ? {} : { [name]: raw[name] }, catalog);
    const parsed = given.ok ? given : parseParams({ [name]: spec }, {}, catalog);
    return parsed.ok ? Object.entries(parsed.value) : [];
  });
  const found = await context.askGlimpse({ kind: 'glimpse', source, reader: reader.id, config: Object.fromEntries(config) });
  return found === null ? null : { ...found, samples: found.samples.map(shownSample) };
}

/**
 * What an import would make of its source, by trying it out, and what its guards find. Throws `invalid-input` for fields that are
 * wrong or a path outside the workspace, and what the import would.
 */
export async function checkSourceOf(
  { catalog, workspaceFolder, askSourceCheck }: Pick<ServiceContext, 'catalog' | 'workspaceFolder' | 'askSourceCheck'>,
  raw: RawImport,
): Promise<SourceCheck> {
  const checked = checkStep('data', { ...raw, do: importData.id }, catalog);
  if (!checked.ok) throw invalidInput(wordsOf(checked.error), { path: 'step' });
  const source = requireInsideWorkspace(raw.source, workspaceFolder, 'source');
  return askSourceCheck({
    kind: 'source-check',
    request: { ...importRequestOf('data', checked.value.values as ParamValues<typeof importData.fields>), source },
  });
}

function shownSample({ picture, ...sample }: FoundSource['samples'][number]): SourceGlimpse['samples'][number] {
  if (picture === null) return { ...sample, picture };
  return { ...sample, picture: { shape: picture.shape, pixels: Buffer.from(picture.pixels).toString('base64') } };
}
