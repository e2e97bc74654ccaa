import { decodeFolds } from './folds-file.ts';
import { placesOf } from './fold.ts';
import { decodeOutOfFold } from './predictions-file.ts';

/** One fold's predictions with what proves them: fits the `PredictionPart` of a fusion. */
export interface OutOfFoldPart {
  readonly source: string;
  readonly items: Uint32Array;
  readonly trainedOn: Uint32Array;
  readonly outputs: Float32Array;
}

/**
 * The out-of-fold predictions of the first round, fold by fold; further rounds answer the same items again. `besides`: items
 * that every member saw for choosing its epochs. Throws a plain Error for files that don't belong together.
 */
export function outOfFoldParts(files: {
  readonly folds: Uint8Array;
  readonly foldsHash: string;
  readonly outOfFold: Uint8Array;
  readonly source: string;
  readonly besides: Uint32Array;
}): readonly OutOfFoldPart[] {
  const { folds } = decodeFolds(files.folds);
  const { items, width, outputs, folds: hash } = decodeOutOfFold(files.outOfFold);
  if (hash !== files.foldsHash) throw new Error(`Predictions of the folds ${files.foldsHash} are required, got those of ${hash}`);
  const places = placesOf(items);
  return folds.list
    .filter(({ repeat }) => repeat === 0)
    .map(({ trained, heldOut }) => {
      const own = new Float32Array(heldOut.length * width);
      heldOut.forEach((item, i) => own.set(outputs.subarray(places[item]! * width, (places[item]! + 1) * width), i * width));
      const trainedOn = Uint32Array.from([...trained, ...files.besides]).sort();
      return { source: files.source, items: heldOut, trainedOn, outputs: own };
    });
}
