import { canonicalJson } from '../../../../src-shared/lib/json.ts';
import { decodeTensorFile, encodeTensorFile, type TensorFile } from '../../../../src-shared/lib/tensor-file.ts';
import { placesOf, type Fold, type Folds } from './fold.ts';

const KIND = 'folds';
const VERSION = '1';

/**
 * Folds as a file. Its hash says on which data which item is held out where, and what each member learns from, but nothing of how
 * that came about: equal folds have one hash.
 */
export function encodeFolds(data: string, { list, items, k, repeats }: Omit<Folds, 'warnings'>): Uint8Array {
  const places = placesOf(items);
  const foldOf = new Int32Array(repeats * items.length);
  for (const { repeat, fold, heldOut } of list) for (const item of heldOut) foldOf[repeat * items.length + places[item]!] = fold;
  const own = list
    .filter(({ isComplement }) => !isComplement)
    .map(({ repeat, fold, trained: values }) => [trainedName(repeat, fold), { shape: [values.length], values }] as const);
  const labels = canonicalJson(list.map(({ label }) => label));
  return encodeTensorFile({
    metadata: { kind: KIND, version: VERSION, data, k: String(k), labels },
    tensors: {
      items: { shape: [items.length], values: items },
      fold: { shape: [repeats, items.length], values: foldOf },
      ...Object.fromEntries(own),
    },
  });
}

/** The folds of a file, and the manifest hash of the data they are of. Throws a plain Error for a file that holds something else. */
export function decodeFolds(bytes: Uint8Array): { readonly data: string; readonly folds: Omit<Folds, 'warnings'> } {
  const file = decodeTensorFile(bytes);
  const { kind, version, data, k: folds, labels } = file.metadata;
  const items = file.tensors['items']?.values;
  const foldOf = file.tensors['fold']?.values;
  if (kind !== KIND || version !== VERSION || data === undefined || !(items instanceof Uint32Array) || !(foldOf instanceof Int32Array)) {
    throw new Error(`A file of folds of version ${VERSION} is required, got '${String(kind)}' ${String(version)}`);
  }
  const k = Number(folds);
  const repeats = foldOf.length / items.length;
  const names = JSON.parse(labels ?? '[]') as readonly (string | null)[];
  const list = Array.from({ length: k * repeats }, (_, i): Fold => {
    const [repeat, fold] = [Math.floor(i / k), i % k];
    const round = foldOf.subarray(repeat * items.length, (repeat + 1) * items.length);
    const own = trainedIn(file, repeat, fold);
    return {
      ...{ repeat, fold, label: names[i] ?? null, isComplement: own === null },
      trained: own ?? items.filter((_item, place) => round[place] !== fold),
      heldOut: items.filter((_item, place) => round[place] === fold),
    };
  });
  return { data, folds: { list, k, repeats, items } };
}

function trainedName(repeat: number, fold: number): string {
  return `trained/${repeat}/${fold}`;
}

function trainedIn({ tensors }: TensorFile, repeat: number, fold: number): Uint32Array | null {
  const values = tensors[trainedName(repeat, fold)]?.values;
  return values instanceof Uint32Array ? values : null;
}
