import type { FileRow } from '../../../../src-shared/contracts/models.contract.ts';
import type { ModelRow } from '../../../../src-shared/contracts/views.ts';
import type { CatalogEntry } from '../../../../src-shared/domain/params/param-spec.ts';

type Named = Pick<ModelRow, 'id' | 'name'>;
type FormatValue = string | Readonly<Record<string, unknown>>;

const AS_IS = 'as-is';
/** Name of the one step of a recipe that exports. */
export const EXPORT_STEP = 'files';

/** Times the files that were exported, each way of writing once; ONNX where there are none. */
export function recipeOfTimes(row: Named, files: readonly Pick<FileRow, 'format' | 'params'>[]): string {
  const written = new Map(files.map(file => [JSON.stringify(asAsked(file)), asAsked(file)]));
  const formats = written.size > 0 ? [...written.values()] : ['onnx'];
  return recipeOf(`time ${row.name}`, { times: { do: 'latency', models: [`model:${row.id}`], formats } });
}

/** Writes one format; `precision`: null for formats that have no choice. */
export function recipeOfExport(row: Named, format: string, precision: string | null): string {
  const value = precision === null || precision === AS_IS ? format : { format, precision };
  return recipeOf(`export ${row.name}`, { [EXPORT_STEP]: { do: 'export', model: `model:${row.id}`, formats: [value] } });
}

/** What a format may be told of its precision, its default first. */
export function precisionsOf({ params }: Pick<CatalogEntry, 'params'>): readonly string[] {
  const spec = params['precision'];
  return spec?.kind === 'choice' ? spec.options : [];
}

/** The newest files of a format in a precision, together. */
export function rowFor(
  files: readonly FileRow[],
  format: string,
  precision: string | null,
): { readonly bytes: number; readonly newest: FileRow } | null {
  const fits = files.filter(file => file.format === format && (precision === null || precisionOf(file) === precision));
  const [newest] = fits;
  if (newest === undefined) return null;
  return { newest, bytes: fits.filter(({ jobId }) => jobId === newest.jobId).reduce((sum, file) => sum + file.bytes, 0) };
}

function precisionOf({ quantisation }: FileRow): string {
  return quantisation?.precision ?? AS_IS;
}

function asAsked({ format, params = {} }: Pick<FileRow, 'format' | 'params'>): FormatValue {
  const { precision = AS_IS } = params;
  return precision === AS_IS ? format : { format, ...params };
}

/** A recipe as JSON, which is YAML, too. */
function recipeOf(name: string, steps: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({ espalier: 1, name, steps }, null, 2);
}
