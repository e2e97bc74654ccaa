import type { FoldItems } from '../../../../src-shared/domain/cross-validation.ts';
import type { AlgorithmValue } from '../../../../src-shared/domain/params/param-spec.ts';
import { splitAlgorithm } from '../../../../src-shared/domain/params/parse-algorithm.ts';
import { createRandom } from '../../../../src-shared/lib/random.ts';
import { labelRows, rowsOfItems, type LabelRows } from '../../data/label-rows.ts';
import type { LoadedDataset } from '../../data/load-dataset.ts';
import { foldWarnings } from './fold-warnings.ts';
import type { Fold, Folds } from './fold.ts';
import type { DealtFold, FoldPool } from './fold-kind.ts';
import { foldKinds } from './folds/index.ts';

export interface FoldsRequest {
  /** `{ kind, …parameters }`, parsed. */
  readonly folds: AlgorithmValue;
  readonly of: FoldItems;
}

/**
 * Deals the items of a data set. A pure function of data set and request: whoever asks again, in another process too, gets the same
 * folds. The test part is never among them. Throws `invalid-input` as the kind of folds does.
 */
export function dealFolds(data: LoadedDataset, { folds: value, of }: FoldsRequest): Folds {
  const { id, params } = splitAlgorithm(value);
  const kind = foldKinds.require(id);
  const items = pooledItems(data, of);
  const pool = poolOf(data, items);
  const repeats = typeof params['repeats'] === 'number' ? params['repeats'] : 1;
  const random = createRandom(Number(params['seed'] ?? 0)).split('folds');
  const rounds = Array.from({ length: repeats }, (_, round) => kind.deal(pool, params, random.split(round)));
  const list = rounds.flatMap((round, repeat) => round.map((dealt, fold) => foldOfItems(dealt, { repeat, fold, items })));
  const heldOut = new Set(list.filter(({ repeat }) => repeat === 0).flatMap(fold => [...fold.heldOut]));
  const warnings = foldWarnings(list, { classes: data.manifest.target.classes, classOf: classesOf(data), labels: labelsOf(data) });
  return { list, k: rounds[0]?.length ?? 0, repeats, items: Uint32Array.from(heldOut).sort(), warnings };
}

/** Item numbers that folds are dealt from, ascending. */
export function pooledItems(data: LoadedDataset, of: FoldItems): Uint32Array {
  if (of === 'train') return data.itemsOf('train');
  const [train, validation] = [data.itemsOf('train'), data.itemsOf('validation')];
  const all = new Uint32Array(train.length + validation.length);
  all.set(train);
  all.set(validation, train.length);
  return all.sort();
}

/** Class number by item; null where there are no classes. */
function classesOf({ manifest, stored }: LoadedDataset): ArrayLike<number> | null {
  return ['values', 'labels'].includes(manifest.target.task) || stored === undefined ? null : stored.targets;
}

function labelsOf({ manifest, stored, outputs }: LoadedDataset): LabelRows | null {
  return manifest.target.task === 'labels' && stored !== undefined ? labelRows(stored.targets, outputs) : null;
}

function poolOf(data: LoadedDataset, items: Uint32Array): FoldPool {
  const classOf = classesOf(data);
  const { groups } = data;
  const labels = labelsOf(data);
  const byPlace = (values: ArrayLike<number>): Int32Array => Int32Array.from(items, item => values[item]!);
  return {
    items: items.length,
    classOf: classOf === null ? null : byPlace(classOf),
    labels: labels === null ? null : rowsOfItems(labels, items),
    groups: groups === null ? null : { ...groups, of: byPlace(groups.of) },
  };
}

interface Place {
  readonly repeat: number;
  readonly fold: number;
  readonly items: Uint32Array;
}

function foldOfItems({ heldOut, trained, label }: DealtFold, { repeat, fold, items }: Place): Fold {
  const out = new Uint8Array(items.length);
  for (const place of heldOut) out[place] = 1;
  return {
    ...{ repeat, fold, label, isComplement: trained === null },
    trained: trained === null ? items.filter((_, place) => out[place] === 0) : trained.map(place => items[place]!),
    heldOut: heldOut.map(place => items[place]!),
  };
}
