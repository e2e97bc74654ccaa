import type { ModelGraph } from '../../../src-shared/domain/graph/model-graph.ts';
import type { AlgorithmValue } from '../../../src-shared/domain/params/param-spec.ts';
import { splitAlgorithm } from '../../../src-shared/domain/params/parse-algorithm.ts';
import { costsOf, type ModelCosts } from '../graph/costs.ts';
import { optimizers } from '../training/optimizers/index.ts';

interface Sized {
  readonly byteLength: number;
}

/** What an engine is to do, as far as memory goes. */
export interface EngineLoad {
  readonly graph: ModelGraph;
  /** A loaded data set, or how large one will be. */
  readonly data: { readonly stored?: { readonly inputs: Sized; readonly targets: Sized } };
  /** Null when the model only answers. */
  readonly training: {
    readonly batchSize: number;
    /** Arrays the optimizer keeps per parameter. */
    readonly slots: number;
  } | null;
}

export interface MemoryPrediction {
  readonly totalBytes: number;
  /** Of the process with the engine in it, before it has anything to do. */
  readonly engineBytes: number;
  readonly parameterBytes: number;
  readonly activationBytes: number;
  readonly dataBytes: number;
}

/** How an engine holds what it works on: copies of each thing at the worst moment. */
interface EngineMemory {
  readonly baseBytes: number;
  /** The data set, as it is stored. */
  readonly data: number;
  /** Parameters and slots while a step replaces them: in place, or old and new beside each other. */
  readonly update: number;
  /** All results of a layer for one item of a training batch, forward and gradient. */
  readonly training: number;
  /** The same for an item that is only answered; the one alive at once, where results are freed as they are used up. */
  readonly answering: { readonly copies: number; readonly frees: boolean };
}

/**
 * Measured: the peak resident memory of 14 job processes (dense networks of 6 k and 11 M parameters with two optimizers,
 * LeNet-5 and mini-resnet at batch 64 and 256, on MNIST; Linux x64, Node 24, TensorFlow 2.21), which these figures meet
 * within a fifth. The native engine runs a step as one function in place; the others keep each operation's result until
 * the step is over.
 */
const ENGINES: Readonly<Record<string, EngineMemory>> = {
  libtensorflow: { baseBytes: 425e6, data: 2, update: 1, training: 1.5, answering: { copies: 1, frees: true } },
  wasm: { baseBytes: 110e6, data: 1, update: 2, training: 5, answering: { copies: 1.8, frees: false } },
};
const LIKE_WASM = ENGINES['wasm']!;

/** In JavaScript's memory: what training starts from, the best so far, the result, its file, and that file compressed. */
const HOST_COPIES = { training: 6, answering: 2 };
/** Items answered at once. */
const ANSWERED = 256;
const FLOAT_BYTES = 4;

/**
 * Peak resident bytes of a job process: parameters × (copies in JavaScript + slots + gradient), the results of one batch, the
 * data set, and the engine itself. Of what computes on a GPU, only the process's own part.
 */
export function predictMemory(load: EngineLoad, engine: { readonly id: string; readonly isGpu: boolean }): MemoryPrediction {
  // `libtensorflow-xla` holds things as `libtensorflow` does.
  const memory = ENGINES[engine.id] ?? ENGINES[engine.id.split('-')[0]!] ?? LIKE_WASM;
  const { total } = costsOf(load.graph);
  const onDevice = engine.isGpu ? 0 : 1;
  const parts = {
    engineBytes: memory.baseBytes,
    parameterBytes: total.parameters * FLOAT_BYTES * (hostCopies(load) + onDevice * deviceCopies(load, memory)),
    activationBytes: onDevice * activationBytes(load, memory, total),
    dataBytes: storedBytes(load) * (engine.isGpu ? 1 : memory.data),
  };
  return { ...parts, totalBytes: parts.engineBytes + parts.parameterBytes + parts.activationBytes + parts.dataBytes };
}

/** The load of a training with this optimizer, parsed. */
export function trainingLoad(
  { graph, data }: Pick<EngineLoad, 'graph' | 'data'>,
  { optimizer, batchSize }: { readonly optimizer: AlgorithmValue; readonly batchSize: number },
): EngineLoad {
  const { id, params } = splitAlgorithm(optimizer);
  return { graph, data, training: { batchSize, slots: optimizers.require(id).slots(params).length } };
}

function hostCopies({ training }: EngineLoad): number {
  return training === null ? HOST_COPIES.answering : HOST_COPIES.training;
}

function deviceCopies({ training }: EngineLoad, { update }: EngineMemory): number {
  return training === null ? 1 : update * (1 + training.slots) + 1;
}

/** A training answers the validation part too, at the end of each epoch. */
function activationBytes({ training }: EngineLoad, { training: copies, answering }: EngineMemory, total: ModelCosts['total']): number {
  const forAll = (total.activations + total.held) * FLOAT_BYTES;
  const trained = training === null ? 0 : training.batchSize * forAll * copies;
  const answered = ANSWERED * (answering.frees ? total.peakActivationBytes : forAll) * answering.copies;
  return Math.max(trained, answered);
}

function storedBytes({ data: { stored } }: EngineLoad): number {
  return stored === undefined ? 0 : stored.inputs.byteLength + stored.targets.byteLength;
}
