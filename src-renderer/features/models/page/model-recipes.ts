import type { FileRow } from '../../../../src-shared/contracts/models.contract.ts';
import type { ModelRow } from '../../../../src-shared/contracts/views.ts';

type Named = Pick<ModelRow, 'id' | 'name'>;
type FormatValue = string | Readonly<Record<string, unknown>>;

/** Times the files that were exported, each way of writing once; ONNX where there are none. */
export function recipeOfTimes(row: Named, files: readonly Pick<FileRow, 'format' | 'params'>[]): string {
  const written = new Map(files.map(file => [JSON.stringify(asAsked(file)), asAsked(file)]));
  const formats = written.size > 0 ? [...written.values()] : ['onnx'];
  return recipeOf(`time ${row.name}`, { times: { do: 'latency', models: [`model:${row.id}`], formats } });
}

function asAsked({ format, params = {} }: Pick<FileRow, 'format' | 'params'>): FormatValue {
  const { precision = 'as-is' } = params;
  return precision === 'as-is' ? format : { format, ...params };
}

/** A recipe as JSON, which is YAML, too. */
function recipeOf(name: string, steps: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({ espalier: 1, name, steps }, null, 2);
}
