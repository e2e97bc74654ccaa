import { hasWideTargets } from '../../../src-shared/domain/graph/task.ts';
import type { Split } from '../../../src-shared/domain/dataset.ts';
import { invalidInput } from '../../../src-shared/lib/app-error.ts';
import { canonicalJson } from '../../../src-shared/lib/json.ts';
import { shapeText } from '../graph/shape-checks.ts';
import type { LoadedDataset } from '../data/load-dataset.ts';
import { ITEM_WEIGHT, type StoredItems, type TrainingData, type TrainingItems } from '../training/training-data.ts';

/** What a student is taught on. */
export interface TransferSet {
  readonly data: TrainingData;
  /** Number in the data set of each training item; those of further items are not among them. */
  readonly items: Uint32Array;
  /** As `TeachingSetup.labelled`. */
  readonly labelled: Uint8Array | null | 'none';
  /** Of every training item; 0 where there is no label. */
  readonly targets: Int32Array | Float32Array;
  /** Numbers of the classes without an item. */
  readonly omitted: readonly number[];
}

export interface TransferSettings {
  readonly labels: 'use' | 'ignore';
  /** Classes left out, by name. */
  readonly omit: readonly string[];
  /** Items that only the teacher labels. */
  readonly unlabelled: LoadedDataset | null;
}

/** Throws `invalid-input` for classes that aren't there, for items that are prepared otherwise, and where none is left. */
export function transferSet(data: LoadedDataset, { labels, omit, unlabelled }: TransferSettings): TransferSet {
  const omitted = omit.map(name => classNumber(data, name));
  const kept = omitted.length === 0 ? data : withoutClasses(data, new Set(omitted));
  if (unlabelled !== null) requireAlike(data, unlabelled);
  const joined = unlabelled === null ? kept : withFurther(kept, unlabelled);
  const own = kept.count('train');
  const further = joined.count('train') - own;
  const targets = targetsOf(kept, further);
  const items = itemsWithout(data, new Set(omitted));
  const shared = { data: joined, items, targets, omitted };
  if (labels === 'ignore') return { ...shared, labelled: 'none' };
  if (further === 0) return { ...shared, labelled: null };
  const labelled = Uint8Array.from({ length: own + further }, (_, i) => Number(i < own));
  const weights = { [ITEM_WEIGHT]: { shape: [], values: Float32Array.from(labelled) } };
  return { ...shared, data: { ...joined, extras: weights }, labelled };
}

function classNumber({ manifest }: LoadedDataset, name: string): number {
  const { classes, task } = manifest.target;
  const at = classes.indexOf(name);
  if (task === 'classes' && at >= 0) return at;
  const known = task === 'classes' ? classes.slice(0, 20).join(', ') : 'none: its task is not classes';
  throw invalidInput(`A class of the data is required, got '${name}'`, { path: 'transfer.omit', hint: `Classes: ${known}.` });
}

function withoutClasses(data: LoadedDataset, omitted: ReadonlySet<number>): TrainingData {
  const all = data.count('train');
  const { targets } = data.gather('train', upTo(all));
  const kept = upTo(all).filter(position => !omitted.has(targets[position]!));
  if (kept.length === 0)
    throw invalidInput('At least one item is required in the transfer set, all classes are left out', { path: 'transfer.omit' });
  const places = (split: Split, positions: Uint32Array): Uint32Array => (split === 'train' ? positions.map(at => kept[at]!) : positions);
  const numbers = kept.map(at => data.itemsOf('train')[at]!);
  const stored: StoredItems | undefined =
    data.stored === undefined ? undefined : { ...data.stored, itemsOf: split => (split === 'train' ? numbers : data.itemsOf(split)) };
  const { inputShape, task, outputs } = data;
  return {
    ...{ inputShape, task, outputs },
    count: split => (split === 'train' ? kept.length : data.count(split)),
    gather: (split, positions) => data.gather(split, places(split, positions)),
    ...(stored === undefined ? {} : { stored }),
  };
}

function itemsWithout(data: LoadedDataset, omitted: ReadonlySet<number>): Uint32Array {
  const all = data.itemsOf('train');
  if (omitted.size === 0) return all;
  const { targets } = data.gather('train', upTo(all.length));
  return all.filter((_, place) => !omitted.has(targets[place]!));
}

/** The training items of another set behind one's own; they have the target 0, which nothing may count. */
function withFurther(data: TrainingData, further: LoadedDataset): TrainingData {
  const own = data.count('train');
  const { inputShape, task, outputs } = data;
  const width = inputShape.reduce((product, n) => product * n, 1);
  const targetWidth = hasWideTargets(task) ? outputs : 1;
  return {
    ...{ inputShape, task, outputs },
    count: split => data.count(split) + (split === 'train' ? further.count('train') : 0),
    gather(split, positions): TrainingItems {
      if (split !== 'train' || positions.every(at => at < own)) return data.gather(split, positions);
      const mine = data.gather(
        'train',
        positions.filter(at => at < own),
      );
      const others = further.gather(
        'train',
        positions.filter(at => at >= own).map(at => at - own),
      );
      const inputs = new Float32Array(positions.length * width);
      const targets = new (task === 'values' ? Float32Array : Int32Array)(positions.length * targetWidth);
      const next = { mine: 0, others: 0 };
      positions.forEach((at, i) => {
        const isMine = at < own;
        const from = isMine ? next.mine++ : next.others++;
        inputs.set((isMine ? mine : others).inputs.subarray(from * width, (from + 1) * width), i * width);
        if (isMine) targets.set(mine.targets.subarray(from * targetWidth, (from + 1) * targetWidth), i * targetWidth);
      });
      return { inputs, targets };
    },
  };
}

function requireAlike(data: LoadedDataset, other: LoadedDataset): void {
  const path = 'transfer.unlabelled';
  if (canonicalJson(data.inputShape) !== canonicalJson(other.inputShape)) {
    throw invalidInput(`Further items of shape ${shapeText(data.inputShape)} are required, got ${shapeText(other.inputShape)}`, { path });
  }
  if (canonicalJson(data.manifest.preprocessing) !== canonicalJson(other.manifest.preprocessing)) {
    throw invalidInput('Further items that are prepared as the data is are required, these are prepared otherwise', {
      path,
      hint: 'Import both with the same settings.',
    });
  }
}

function targetsOf(data: TrainingData, further: number): Int32Array | Float32Array {
  const own = data.gather('train', upTo(data.count('train'))).targets;
  if (further === 0) return own;
  const all = new (own instanceof Float32Array ? Float32Array : Int32Array)(own.length + (own.length / data.count('train')) * further);
  all.set(own);
  return all;
}

function upTo(count: number): Uint32Array {
  return Uint32Array.from({ length: count }, (_, i) => i);
}
