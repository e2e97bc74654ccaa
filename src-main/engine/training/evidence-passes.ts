import type { ModelGraph, Parameters } from '../../../src-shared/domain/graph/model-graph.ts';
import type { TensorLibrary } from '../tensor-library.ts';
import type { ActivationSums } from './step-runner.ts';

/** Passes over training items with the network as it is on the device: what importance is measured by. */
export interface EvidencePasses {
  readonly tf: TensorLibrary;
  readonly graph: ModelGraph;
  /** The gradient of each batch's mean loss, batch after batch. */
  gradients(items: number, visit: (gradients: Parameters) => void): Promise<void>;
  activations(items: number, nodes: readonly string[], visit: (sums: Readonly<Record<string, ActivationSums>>) => void): Promise<void>;
  /** Mean training loss of another network on the same items, without dropout. */
  loss(items: number, network: { readonly graph: ModelGraph; readonly parameters: Parameters }): Promise<number>;
}
