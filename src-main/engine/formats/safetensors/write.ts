import type { Model } from '../../../../src-shared/domain/graph/model-card.ts';
import type { Parameters } from '../../../../src-shared/domain/graph/model-graph.ts';
import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import type { FileTensor } from '../../../../src-shared/lib/tensor-file.ts';
import { parameterDeclarations } from '../../graph/parameters.ts';
import { shapeText } from '../../graph/shape-checks.ts';
import type { Engine } from '../../tensor-library.ts';
import { planExport } from '../export-plan.ts';
import type { RuntimeSession } from '../format.ts';
import { openModel } from '../lib/model-session.ts';
import { decodeStructured, encodeStructured } from './structured.ts';

/** Every parameter as a float32 tensor `layer.kernel`, axes as the structure has them: channels last, kernels [.., inputs, outputs]. */
export function writeSafetensors(model: Model): Uint8Array {
  const { nodes } = planExport(model);
  const entries = nodes.flatMap(({ name, parameters }) =>
    Object.entries(parameters).map(([key, parameter]) => [tensorName(`${name}/${key}`), parameter] as const),
  );
  return encodeStructured({ graph: model.graph, card: model.card, tensors: Object.fromEntries(entries) }, 'np');
}

/** The file's structure, run with the file's weights. */
export function openSafetensors(bytes: Uint8Array, engine: Engine): RuntimeSession {
  const { graph, card, tensors } = decodeStructured(bytes);
  const parameters: Parameters = Object.fromEntries(
    parameterDeclarations(graph).map(({ fullName, shape }) => [
      fullName,
      { shape, values: floatsOf(tensors, { name: tensorName(fullName), shape }) },
    ]),
  );
  return openModel('safetensors reader', { graph, card, parameters }, engine);
}

/** The float32 values of a tensor of exactly this shape. */
export function floatsOf(
  tensors: Readonly<Record<string, FileTensor>>,
  { name, shape }: { readonly name: string; readonly shape: readonly number[] },
): Float32Array {
  const tensor = Object.hasOwn(tensors, name) ? tensors[name] : undefined;
  if (tensor?.values instanceof Float32Array && tensor.shape.join() === shape.join()) return tensor.values;
  const came = tensor === undefined ? 'is missing' : `is ${tensor.values.constructor.name} of ${shapeText(tensor.shape)}`;
  throw invalidInput(`'${name}' must be float32 of ${shapeText(shape)}, it ${came}`, { path: name });
}

function tensorName(fullName: string): string {
  return fullName.replaceAll('/', '.');
}
