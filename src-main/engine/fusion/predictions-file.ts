import type { Task } from '../../../src-shared/domain/graph/model-graph.ts';
import { decodeTensorFile, encodeTensorFile, type FileTensor } from '../../../src-shared/lib/tensor-file.ts';
import type { MemberPredictions, StoredPredictions } from './held-out.ts';

/** Beyond, predictions are not kept: 200 MB. */
const MAX_VALUES = 50_000_000;

interface PartEntry {
  readonly source: string;
  /** Names of tensors; equal lists are stored once. */
  readonly items: string;
  readonly trainedOn: string;
  readonly outputs: string;
}

interface Entry {
  readonly name: string;
  readonly parts: readonly PartEntry[];
}

/** Predictions with their provenance as a tensor file; null when they are too many to keep. */
export function encodePredictions({ task, width, members, targets }: StoredPredictions): Uint8Array | null {
  const values = members.reduce((sum, { parts }) => sum + parts.reduce((all, { outputs }) => all + outputs.length, 0), 0);
  if (values > MAX_VALUES) return null;
  const tensors: Record<string, FileTensor> = { targets: { shape: [targets.length], values: targets } };
  const lists: { readonly name: string; readonly values: Uint32Array }[] = [];
  const nameOf = (list: Uint32Array): string => {
    const known = lists.find(({ values: other }) => other.length === list.length && other.every((item, i) => item === list[i]));
    if (known !== undefined) return known.name;
    const name = `items${lists.length}`;
    lists.push({ name, values: list });
    tensors[name] = { shape: [list.length], values: list };
    return name;
  };
  const entries = members.map(({ name, parts }, m): Entry => {
    const own = parts.map(({ source, items, trainedOn, outputs }, p) => {
      const key = `outputs${m}.${p}`;
      tensors[key] = { shape: [items.length, width], values: outputs };
      return { source, items: nameOf(items), trainedOn: nameOf(trainedOn), outputs: key };
    });
    return { name, parts: own };
  });
  return encodeTensorFile({ metadata: { kind: 'predictions', task, width: String(width), members: JSON.stringify(entries) }, tensors });
}

/** Throws a plain Error for a file that holds something else. Whether they are held out is for `heldOutPredictions` to say. */
export function decodePredictions(bytes: Uint8Array): StoredPredictions {
  const { metadata, tensors } = decodeTensorFile(bytes);
  if (metadata['kind'] !== 'predictions') throw new Error(`A file of predictions is required, got '${String(metadata['kind'])}'`);
  const arrayOf = (name: string): FileTensor['values'] => {
    const found = tensors[name];
    if (found === undefined) throw new Error(`The predictions lack their array '${name}'`);
    return found.values;
  };
  const entries = JSON.parse(metadata['members'] ?? '[]') as readonly Entry[];
  const members = entries.map(({ name, parts }): MemberPredictions => ({
    name,
    parts: parts.map(part => ({
      source: part.source,
      items: arrayOf(part.items) as Uint32Array,
      trainedOn: arrayOf(part.trainedOn) as Uint32Array,
      outputs: arrayOf(part.outputs) as Float32Array,
    })),
  }));
  const targets = arrayOf('targets') as Int32Array | Float32Array;
  return { task: metadata['task'] as Task, width: Number(metadata['width']), members, targets };
}
