import type { PreprocessingStep, TableColumnEncoding } from '../../../../src-shared/domain/dataset.ts';
import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import { canonicalJson } from '../../../../src-shared/lib/json.ts';
import { storedOf, type LoadedDataset } from '../load-dataset.ts';
import { encodingOf } from '../table/encodings/index.ts';
import type { TokensStep } from '../text/token-pipeline.ts';
import type { NewInputs } from '../with-inputs.ts';

/** 1 GB of float32. */
const MOST_VALUES = 250_000_000;
/** As many channels as can be selected. */
const MOST_INPUTS = 65_536;

/** Inputs of several fits as one row, and where in it those of each fit stand, in their order. */
export interface SideBySide {
  readonly inputs: NewInputs;
  readonly places: readonly (readonly number[])[];
}

/** A column of a table, or a text by one vocabulary: what was fitted, and its inputs among those of its fit. */
interface Part {
  readonly fitted: TableColumnEncoding | TokensStep;
  readonly width: number;
  /** Two parts with one key have the same inputs; null where training rows have others than new ones. */
  readonly key: string | null;
  readonly values: ArrayLike<number>;
  /** Inputs of a whole row of the fit, and the first of the part. */
  readonly row: number;
  readonly first: number;
}

interface Placed extends Part {
  readonly at: number;
}

/**
 * The items of a table, or texts, with the inputs of several fits beside each other; what two fits have in common stands there once.
 * A model with such inputs prepares new items like any other: its preprocessing names a column, or a text, once for each fit. Throws
 * `invalid-input` for more than fit, and a plain Error for other data.
 */
export function sideBySide(fits: readonly LoadedDataset[]): SideBySide {
  const placed: Placed[] = [];
  const byKey = new Map<string, Placed>();
  let width = 0;
  const places = fits.map(fit =>
    partsOf(fit).flatMap(part => {
      const known = part.key === null ? undefined : byKey.get(part.key);
      const own = known ?? { ...part, at: width };
      if (known === undefined) {
        placed.push(own);
        width += part.width;
        if (part.key !== null) byKey.set(part.key, own);
      }
      return Array.from({ length: part.width }, (_, i) => own.at + i);
    }),
  );
  const items = fits[0]?.manifest.items ?? 0;
  requireRoom(items, width);
  return { inputs: { values: written(placed, { items, width }), shape: [width], preprocessing: preprocessingOf(placed) }, places };
}

/** Throws `invalid-input` for more inputs than can be held beside each other. */
export function requireRoom(items: number, width: number): void {
  if (width <= MOST_INPUTS && items * width <= MOST_VALUES) return;
  throw invalidInput(
    `At most ${MOST_INPUTS} inputs an item and ${MOST_VALUES} in all can stand side by side, but members that each fit their own need up to ${width} for each of ${items} items`,
    { path: 'yields', hint: 'Choose yields: refit, or fewer folds.' },
  );
}

function partsOf(fit: LoadedDataset): readonly Part[] {
  const { inputs } = storedOf(fit);
  const row = inputs.length / fit.manifest.items;
  let next = 0;
  return fit.manifest.preprocessing.flatMap(fittedIn).map(fitted => {
    const first = next;
    const width = widthOf(fitted);
    next += width;
    return { fitted, width, key: keyOf(fitted), values: inputs, row, first };
  });
}

function fittedIn(step: PreprocessingStep): readonly (TableColumnEncoding | TokensStep)[] {
  if (step.kind === 'table') return step.columns;
  if (step.kind === 'tokens') return [step];
  throw new Error(`Tables and texts can stand side by side, '${step.kind}' can't`);
}

function widthOf(fitted: TableColumnEncoding | TokensStep): number {
  return fitted.kind === 'tokens' ? fitted.length : encodingOf(fitted).width(fitted);
}

function keyOf(fitted: TableColumnEncoding | TokensStep): string | null {
  return fitted.kind !== 'tokens' && encodingOf(fitted).trainWriter !== undefined ? null : canonicalJson(fitted);
}

function written(
  placed: readonly Placed[],
  { items, width }: { readonly items: number; readonly width: number },
): Float32Array | Int32Array {
  const isTokens = placed.every(({ fitted }) => fitted.kind === 'tokens');
  const values = new (isTokens ? Int32Array : Float32Array)(items * width);
  for (const { values: from, row, first, at, width: own } of placed) {
    for (let item = 0; item < items; item++) {
      for (let i = 0; i < own; i++) values[item * width + at + i] = from[item * row + first + i]!;
    }
  }
  return values;
}

function preprocessingOf(placed: readonly Placed[]): readonly PreprocessingStep[] {
  const columns = placed.flatMap(({ fitted }) => (fitted.kind === 'tokens' ? [] : [fitted]));
  const texts = placed.flatMap(({ fitted }) => (fitted.kind === 'tokens' ? [fitted] : []));
  return [...(columns.length === 0 ? [] : [{ kind: 'table' as const, columns }]), ...texts];
}
