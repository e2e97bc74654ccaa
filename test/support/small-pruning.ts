import { costsOf } from '../../src-main/engine/graph/costs.ts';
import type { PruningSetup } from '../../src-main/engine/pruning/pruning-setup.ts';
import type { TensorLibrary } from '../../src-main/engine/tensor-library.ts';
import type { CatalogEntry } from '../../src-shared/domain/params/param-spec.ts';
import type { SpeedComparison } from '../../src-shared/domain/speed.ts';
import { parseParams } from '../../src-shared/domain/params/parse-params.ts';
import { smallSetup } from './small-training.ts';

/** An algorithm's value with its defaults. */
export function defaultsOf(entry: CatalogEntry, change: object = {}): Readonly<Record<string, unknown>> & { readonly kind: string } {
  const parsed = parseParams(entry.params, { ...change });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  return { kind: entry.id, ...parsed.value };
}

const NO_CONTROLS = { random: false, scratch: false, dense: false };
export const CONSTANT = { kind: 'constant' };

/** 2 epochs of 4 steps on what was trained for none. */
export function smallPruning(tf: TensorLibrary, change: Partial<PruningSetup> = {}): PruningSetup {
  const { earlyStopping: _stop, keep: _keep, schedule: _schedule, epochs: _epochs, ...shared } = smallSetup(tf);
  return {
    ...shared,
    criterion: { kind: 'magnitude' },
    granularity: { kind: 'weights' },
    target: { keep: { fc1: 0.25, fc2: 0.4 } },
    scope: 'per-layer',
    schedule: { kind: 'cubic', epochs: 2, every: 2 },
    fineTune: { epochs: 1, learningRate: 0.005, schedule: CONSTANT },
    controls: NO_CONTROLS,
    sourceEpochs: 1,
    compareSpeed: async (whole, smaller) => timesAs(costsOf(whole).total.multiplyAdds, costsOf(smaller).total.multiplyAdds),
    fileBytes: graph => 100 + 4 * costsOf(graph).total.parameters,
    ...change,
  };
}

/** A machine on which a multiply-add takes a thousandth of a millisecond, and starting takes 0.02 ms. */
export function timesAs(whole: number, smaller: number): SpeedComparison {
  const [wholeMs, ms] = [0.02 + whole / 1000, 0.02 + smaller / 1000];
  const median = ms / wholeMs;
  return { runtime: 'a formula', threads: 1, wholeMs, ms, ratio: { median, low: median, high: median } };
}
