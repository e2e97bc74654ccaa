import type { SourceGlimpse } from '../../src-shared/domain/source-glimpse.ts';
import { parseParams } from '../../src-shared/domain/params/parse-params.ts';
import { fieldsOf } from '../../src-shared/domain/recipe/check-step.ts';
import { importData } from '../../src-shared/domain/recipe/steps/import-data.step.ts';
import type { FoundSource } from '../engine/data/reader.ts';
import type { ServiceContext } from './context.ts';
import { requireInsideWorkspace } from './recipe-paths.ts';

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

function shownSample({ picture, ...sample }: FoundSource['samples'][number]): SourceGlimpse['samples'][number] {
  if (picture === null) return { ...sample, picture };
  return { ...sample, picture: { shape: picture.shape, pixels: Buffer.from(picture.pixels).toString('base64') } };
}
