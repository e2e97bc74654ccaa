import type { LayerSensitivity, QuantisationBudget, QuantisedFigures } from '../../../src-shared/domain/quantisation.ts';
import type { Network } from './fold-batch-norm.ts';

export interface BudgetCall {
  readonly budget: Pick<QuantisationBudget, 'measure' | 'bound'>;
  readonly float: QuantisedFigures;
  readonly sensitivity: readonly LayerSensitivity[];
  quantise(kept: ReadonlySet<string>): Network;
  judge(network: Network): Promise<QuantisedFigures>;
  /** Of the file in float32, and of a network's. */
  readonly floatBytes: number;
  bytesOf(network: Network): number;
}

export interface KeptLayers {
  readonly kept: ReadonlySet<string>;
  readonly found: number;
  readonly isReached: boolean;
}

/**
 * Layers that stay in float32, greedily, that with the greatest rise of the loss for each byte it saves first (Wu 2020, arXiv:2004.09602,
 * §5.2, there without the bytes). By bytes: as many as there is room for. By quality: as few as it takes.
 */
export async function keepInFloat(call: BudgetCall): Promise<KeptLayers> {
  const { float, sensitivity, budget } = call;
  const worth = ({ loss, savedBytes }: LayerSensitivity): number => (loss - float.loss) / Math.max(savedBytes, 1);
  const order = [...sensitivity].sort((a, b) => worth(b) - worth(a)).map(({ node }) => node);
  return budget.measure === 'bytes' ? withinBytes(call, order) : withinLoss(call, order);
}

function withinBytes({ budget, quantise, bytesOf, floatBytes, sensitivity, float }: BudgetCall, order: readonly string[]): KeptLayers {
  const shareOf = (kept: ReadonlySet<string>): number => bytesOf(quantise(kept)) / floatBytes;
  const harmful = new Set(sensitivity.filter(({ loss }) => loss > float.loss).map(({ node }) => node));
  const kept = new Set<string>();
  let found = shareOf(kept);
  for (const node of order) {
    // At least one layer is quantised, or the step would have done nothing.
    if (found > budget.bound || !harmful.has(node) || kept.size + 1 >= order.length) continue;
    const share = shareOf(new Set([...kept, node]));
    if (share > budget.bound) continue;
    kept.add(node);
    found = share;
  }
  return { kept, found, isReached: found <= budget.bound };
}

async function withinLoss({ budget, quantise, judge, float }: BudgetCall, order: readonly string[]): Promise<KeptLayers> {
  const kept = new Set<string>();
  let found = lossOf(await judge(quantise(kept)), float);
  for (const node of order) {
    if (found <= budget.bound || kept.size + 1 >= order.length) break;
    kept.add(node);
    found = lossOf(await judge(quantise(kept)), float);
  }
  return { kept, found, isReached: found <= budget.bound };
}

/** More of all answers wrong; of a regression, the share by which its error rose. */
function lossOf(found: QuantisedFigures, float: QuantisedFigures): number {
  if (found.error !== null && float.error !== null) return found.error - float.error;
  return float.loss > 0 ? found.loss / float.loss - 1 : found.loss;
}
