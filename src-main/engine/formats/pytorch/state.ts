import type { Model } from '../../../../src-shared/domain/graph/model-card.ts';
import type { Parameter } from '../../../../src-shared/domain/graph/model-graph.ts';
import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import type { FileTensor } from '../../../../src-shared/lib/tensor-file.ts';
import { parameterDeclarations } from '../../graph/parameters.ts';
import { sizeOf } from '../../graph/shape-checks.ts';
import type { Engine } from '../../tensor-library.ts';
import type { ExportNode } from '../export-plan.ts';
import type { RuntimeSession } from '../format.ts';
import { openModel } from '../lib/model-session.ts';
import { decodeStructured, encodeStructured } from '../safetensors/structured.ts';
import { floatsOf } from '../safetensors/write.ts';
import { laidOut, laidOutShape, turnedBack } from './laid-out.ts';
import { torchModule, type TorchModule } from './module.ts';

/** The module's state as a safetensors file, in PyTorch's order of axes. */
export function writeTorchState(model: Model, { state, nodes }: TorchModule): Uint8Array {
  const byName = new Map(nodes.map(node => [node.name, node.parameters]));
  const tensors = [...state].map(([name, { node, tensor }]): [string, FileTensor] => {
    if (tensor.kind === 'settled') return [name, tensor.tensor];
    return [name, laidOut((byName.get(node) as ExportNode['parameters'])[tensor.of]!, tensor)];
  });
  return encodeStructured({ graph: model.graph, card: model.card, tensors: Object.fromEntries(tensors) }, 'pt');
}

/**
 * There is no PyTorch here to run the module: it must be, to the letter, what this structure is written as, and its weights, turned
 * back, are run in that structure.
 */
export function openTorchState({ source, weights, name }: TorchFiles, engine: Engine): RuntimeSession {
  const { graph, card, tensors } = decodeStructured(weights);
  const forms = parameterDeclarations(graph);
  const zeros = Object.fromEntries(
    forms.map(({ fullName, shape }) => [fullName, { shape, values: new Float32Array(sizeOf(shape)) } satisfies Parameter]),
  );
  const module = torchModule({ graph, card, parameters: zeros, masks: {} }, name);
  if (new TextDecoder().decode(source) !== module.source) {
    throw invalidInput('The module of Python must be the one that was written with these weights');
  }
  const parameters: Record<string, Parameter> = {};
  for (const [key, { node, tensor }] of module.state) {
    if (tensor.kind === 'settled') continue;
    const name = `${node}/${tensor.of}`;
    const into = parameters[name] ?? zeros[name]!;
    const values = floatsOf(tensors, { name: key, shape: tensor.shape ?? laidOutShape(into.shape, tensor) });
    parameters[name] = turnedBack(values, tensor, into);
  }
  return openModel('reader of PyTorch weights', { graph, card, parameters }, engine);
}

export interface TorchFiles {
  readonly source: Uint8Array;
  readonly weights: Uint8Array;
  /** Of the file of the weights. */
  readonly name: string;
}
