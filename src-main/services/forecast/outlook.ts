import type { DatasetManifest, Split } from '../../../src-shared/domain/dataset.ts';
import { inputMeaning, type InputMeaning } from '../../engine/data/input-meaning.ts';
import type { ModelGraph, Shape, Task } from '../../../src-shared/domain/graph/model-graph.ts';

/** What is known of a data set before, or because, it was imported. */
export interface DataOutlook extends InputMeaning {
  /** Hash of its manifest; absent where it is to be imported otherwise. */
  readonly manifest?: string;
  readonly inputShape: Shape;
  readonly outputs: number;
  readonly task: Task;
  readonly inputBytes: number;
  readonly targetBytes: number;
  /** Items of each split, as far as they can be told. */
  readonly counts: Readonly<Partial<Record<Split, number>>>;
}

/** A model a step reads, or will have made when it is done. */
export interface ModelOutlook {
  readonly graph: ModelGraph;
  readonly data: DataOutlook;
}

export function outlookOfManifest({ input, target, splits, preprocessing }: DatasetManifest): DataOutlook {
  const width = target.shape.slice(1).reduce((product, size) => product * size, 1);
  const counts = Object.entries(splits).flatMap(([split, ref]) => (ref === undefined ? [] : [[split, ref.shape[0] ?? 0] as const]));
  return {
    inputShape: input.shape.slice(1),
    outputs: target.task === 'classes' ? target.classes.length : width,
    task: target.task,
    inputBytes: input.file.bytes,
    targetBytes: target.file.bytes,
    counts: Object.fromEntries(counts),
    ...inputMeaning({ preprocessing, input }),
  };
}

/** `splits` of an import, as a recipe has them after its check: below 1 a share, else a count. */
export interface WantedSplits {
  readonly train?: number;
  readonly validation?: number;
  readonly test?: number;
}

/** The same source cut otherwise: how many items each split will have, to within rounding. */
export function cutOtherwise(known: DataOutlook, items: number, wanted: WantedSplits): DataOutlook {
  const of = (share: number | undefined, all: number): number | undefined =>
    share === undefined ? undefined : Math.round(share < 1 ? share * all : Math.min(share, all));
  const test = of(wanted.test, items) ?? known.counts.test ?? 0;
  const rest = items - test;
  const validation = of(wanted.validation, rest) ?? 0;
  const train = of(wanted.train, rest) ?? Math.max(0, rest - validation);
  const { manifest: _another, ...same } = known;
  return { ...same, counts: { train, validation, test } };
}
