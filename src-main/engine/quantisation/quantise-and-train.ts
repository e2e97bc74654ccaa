import type { Model } from '../../../src-shared/domain/graph/model-card.ts';
import {
  CODEBOOK_BITS,
  type LayerPrecision,
  type LayerSensitivity,
  type QuantisationReport,
  type QuantisationScheme,
} from '../../../src-shared/domain/quantisation.ts';
import { groupsOf } from '../clustering/codebook.ts';
import { alignShared } from '../clustering/share-weights.ts';
import { fineTuneChanged, type FineTuned, type FineTuneSetup } from '../factorisation/fine-tune.ts';
import { writeOnnx } from '../formats/onnx/write.ts';
import { parameterDeclarations } from '../graph/parameters.ts';
import type { Engine } from '../tensor-library.ts';
import type { TrainingHooks } from '../training/hooks.ts';
import type { WeightSharing } from '../training/weight-sharing.ts';
import type { Network } from './fold-batch-norm.ts';
import { judgedPart, judgeNetwork } from './judge-network.ts';
import { keepInFloat, type KeptLayers } from './keep-in-float.ts';
import { prepareQuantisation, roundKernels, type Quantisable } from './quantise-model.ts';

export interface QuantiseSetup extends Omit<FineTuneSetup, 'tf' | 'compiler'> {
  readonly engine: Engine;
  readonly model: Model;
  readonly scheme: QuantisationScheme;
  readonly sensitivity: boolean;
  readonly budget: { readonly measure: 'bytes' | 'quality'; readonly bound: number } | null;
}

export interface QuantisedModel extends FineTuned {
  readonly report: QuantisationReport;
}

/**
 * Calibrates, looks at every layer by itself where asked, keeps in float32 what a budget asks for, rounds, and trains on in the rounded
 * network: its forward pass rounds, its gradients go straight through, its ranges stay, and batch normalisations are part of the kernels
 * before them (Jacob 2018, arXiv:1712.05877, §3, where ranges move). Throws as `prepareQuantisation` and `fineTuneChanged`.
 */
export async function quantiseAndTrain(setup: QuantiseSetup, hooks: TrainingHooks): Promise<QuantisedModel> {
  const { engine, model, scheme, data, seed } = setup;
  const turn = (): Promise<void> => hooks.turn();
  const calibrated = await prepareQuantisation(model, scheme, { tf: engine.tf, data, seed, turn });
  const judge = (network: Network) => judgeNetwork({ engine, data, turn }, network);
  const float = await judge(model);
  const isScanned = setup.sensitivity || setup.budget !== null;
  const sensitivity = isScanned ? await scan(calibrated, scheme, judge) : [];
  const { budget } = setup;
  const bytesOf = (network: Network): number => writeOnnx({ ...network, card: model.card }).length;
  const call = { float, sensitivity, judge, bytesOf, quantise: (kept: ReadonlySet<string>) => calibrated.quantise(kept) };
  const chosen: KeptLayers | null = budget === null ? null : await keepInFloat({ ...call, budget, floatBytes: bytesOf(model) });
  const kept = chosen?.kept ?? new Set<string>();
  const changed = calibrated.quantise(kept);
  const rounded = await judge(changed);
  const report: QuantisationReport = {
    ...{ precision: scheme.precision, layers: layersWith(calibrated.layers, kept), ...judgedPart({ data }), float, rounded, sensitivity },
    budget: budget === null || chosen === null ? null : { ...budget, found: chosen.found, isReached: chosen.isReached },
  };
  const sharing = sharingOf(changed);
  const tuned = await fineTuneChanged({ ...setup, sharing, tf: engine.tf, compiler: engine.compiler }, { original: model, changed }, hooks);
  const { network } = tuned;
  const aligned = { ...network, parameters: alignShared(network.parameters, sharing) };
  return { ...tuned, network: { ...network, parameters: roundKernels(aligned).parameters }, report };
}

/** Weights of a codebook are trained together: its values move, and which weight has which stays. */
function sharingOf({ graph, parameters }: Network): WeightSharing {
  const nodes = new Set(graph.nodes.flatMap(({ name, precision }) => (precision?.kind === 'codebook' ? [name] : [])));
  const kernels = parameterDeclarations(graph).filter(({ role, node }) => role === 'kernel' && nodes.has(node));
  return Object.fromEntries(kernels.map(({ fullName }) => [fullName, groupsOf(parameters[fullName]?.values ?? new Float32Array(0))]));
}

/** Every layer that is quantised, by itself. */
async function scan(
  calibrated: Quantisable,
  { precision, weightBits }: QuantisationScheme,
  judge: (network: Network) => ReturnType<typeof judgeNetwork>,
): Promise<readonly LayerSensitivity[]> {
  const quantised = calibrated.layers.filter(({ reason }) => reason === null);
  const bits = CODEBOOK_BITS[precision] ?? (precision.startsWith('int8') ? weightBits : precision === 'int4-weights' ? 4 : 16);
  const found: LayerSensitivity[] = [];
  for (const { node, weights } of quantised) {
    const others = new Set(quantised.map(other => other.node).filter(name => name !== node));
    // Whole bytes are what files have of 5 bits and more.
    const savedBytes = weights * (4 - (bits > 4 && bits < 8 ? 8 : bits) / 8);
    found.push({ node, savedBytes, ...(await judge(calibrated.quantise(others))) });
  }
  return found;
}

function layersWith(layers: readonly LayerPrecision[], kept: ReadonlySet<string>): readonly LayerPrecision[] {
  return layers.map(layer => (kept.has(layer.node) ? { ...layer, precision: 'float32', reason: 'the budget keeps it' } : layer));
}
