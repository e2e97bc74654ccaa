import type { LayerEntry, NumberSpec } from '../../../../src-shared/domain/params/param-spec.ts';
import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import { INPUT } from '../build.ts';
import { entry, type PresetPurpose } from '../preset.ts';
import { shapeText } from '../shape-checks.ts';

/** How presets of texts and series begin and end. */

export const vocabulary = {
  kind: 'number',
  label: 'Vocabulary',
  help: 'Different tokens; left out: as many as the data has.',
  optional: true,
  min: 1,
  max: 2 ** 24,
  integer: true,
  scale: 'log',
} as const satisfies NumberSpec;

export const embeddingUnits = {
  kind: 'number',
  label: 'Numbers per token',
  help: 'Learnt numbers that stand for a token.',
  default: 64,
  min: 1,
  max: 4096,
  integer: true,
  scale: 'log',
} as const satisfies NumberSpec;

export const headDropout = {
  kind: 'number',
  label: 'Dropout',
  help: 'Share zeroed before the last layer while training.',
  default: 0.2,
  min: 0,
  max: 0.95,
} as const satisfies NumberSpec;

export interface Sequence {
  readonly entries: readonly LayerEntry[];
  /** The node that gives the series [steps, units]. */
  readonly end: string;
  /** The node that tells which steps count; none for series that are not texts. */
  readonly mask: string | null;
}

/** Node names of what texts begin with. */
const MASK = 'mask';
const TOKENS = 'tokens';

/**
 * The series a network reads: of a text [steps] its tokens' rows and a mask; a series [steps, features] or a spectrogram [steps,
 * bands, 1] brought to so many units a step where `project` says so. Throws `invalid-input` for other data, and where the
 * number of tokens is known neither from the data nor from `vocabulary`.
 */
export function sequenceOf(
  preset: string,
  purpose: PresetPurpose,
  { vocabulary: told, units, project }: { readonly vocabulary?: number | undefined; readonly units: number; readonly project: boolean },
): Sequence {
  const { inputShape } = purpose;
  if (inputShape.length === 1) return tokenRows(preset, told ?? purpose.tokens, units);
  const rows =
    inputShape.length === 3 ? [entry('reshape', { shape: [inputShape[0]!, inputShape[1]! * inputShape[2]!] }, { name: 'rows' })] : [];
  if (inputShape.length > 3) {
    throw invalidInput(`${preset} needs texts [steps] or series [steps, features], got ${shapeText(inputShape)}`);
  }
  const projected = project ? [entry('conv1d', { filters: units, kernel: 1 }, { name: 'features' })] : [];
  const entries = [...rows, ...projected];
  return { entries, end: entries.at(-1)?.name ?? INPUT, mask: null };
}

function tokenRows(preset: string, tokens: number | undefined, units: number): Sequence {
  if (tokens === undefined) {
    throw invalidInput(`${preset} needs texts as numbers of tokens, or series, and this data is a row of other numbers`, {
      hint: 'Say how many different tokens there are (vocabulary), if the numbers are tokens after all.',
    });
  }
  const entries = [
    entry('mask', {}, { name: MASK, from: [INPUT] }),
    entry('embedding', { tokens, units }, { name: TOKENS, from: [INPUT] }),
  ];
  return { entries, end: TOKENS, mask: MASK };
}

/** One value per channel over the steps of a node that count. */
export function pooled(
  layer: 'global-average-pool' | 'global-max-pool',
  from: string,
  { mask }: Pick<Sequence, 'mask'>,
  name: string,
): LayerEntry {
  return entry(layer, {}, { name, from: mask === null ? [from] : [from, mask] });
}

export function lastLayers(dropout: number, outputs: number): readonly LayerEntry[] {
  return [...(dropout > 0 ? [entry('dropout', { rate: dropout })] : []), entry('dense', { units: outputs })];
}
