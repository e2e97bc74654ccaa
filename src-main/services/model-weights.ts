import type { WeightHistogram } from '../../src-shared/contracts/models.contract.ts';
import { createHistogram, rangeOf, type Range } from '../../src-shared/lib/histogram.ts';
import { decodeModel } from '../engine/formats/native.ts';
import type { Parameters } from '../../src-shared/domain/graph/model-graph.ts';
import type { ReadableDb } from '../stores/database.ts';
import { requireModels } from './models.ts';

/**
 * How the values of every parameter are spread, in bins that all models share: one histogram per parameter, in the first
 * model's order, then those only others have. Zeros are counted apart. Throws `not-found`.
 */
export async function weightHistograms(
  db: ReadableDb,
  readArtifact: (hash: string) => Promise<Uint8Array>,
  { modelIds, bins }: { readonly modelIds: readonly string[]; readonly bins: number },
): Promise<WeightHistogram[]> {
  const models = modelIds.map(id => requireModels(db, id)[0]!);
  // One after the other: their files may be large.
  const all: { readonly modelId: string; readonly parameters: Parameters }[] = [];
  for (const { id, output } of models) all.push({ modelId: id, parameters: decodeModel(await readArtifact(output.file.hash)).parameters });
  const names = [...new Set(all.flatMap(({ parameters }) => Object.keys(parameters)))];
  return names.map(name => {
    const owners = all.flatMap(({ modelId, parameters }) => {
      const parameter = parameters[name];
      return parameter === undefined ? [] : [{ modelId, ...parameter }];
    });
    const range = joined(owners.map(({ values }) => rangeOf(values)));
    return {
      ...{ name, low: range.low, high: range.high },
      models: owners.map(({ modelId, shape, values }) => ({ modelId, shape, ...createHistogram(values, range, bins) })),
    };
  });
}

function joined(ranges: readonly Range[]): Range {
  return { low: Math.min(...ranges.map(range => range.low)), high: Math.max(...ranges.map(range => range.high)) };
}
