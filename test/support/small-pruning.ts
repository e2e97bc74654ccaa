import { costsOf } from '../../src-main/engine/graph/costs.ts';
import type { PruningSetup } from '../../src-main/engine/pruning/pruning-setup.ts';
import type { TensorLibrary } from '../../src-main/engine/tensor-library.ts';
import type { CatalogEntry } from '../../src-shared/domain/params/param-spec.ts';
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
  const { weightDecay: _decay, earlyStopping: _stop, keep: _keep, schedule: _schedule, epochs: _epochs, ...shared } = smallSetup(tf);
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
    fileBytes: graph => 100 + 4 * costsOf(graph).total.parameters,
    ...change,
  };
}
