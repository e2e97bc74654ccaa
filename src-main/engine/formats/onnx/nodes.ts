import type { Shape } from '../../../../src-shared/domain/graph/model-graph.ts';
import { writeLayer, type ExportNode } from '../export-plan.ts';
import type { OnnxBuilder, OnnxValue } from './builder.ts';
import { ONNX_LAYERS } from './layers.ts';
import { FLOAT, type OnnxValueInfo } from './schema.ts';

/** Values of the model's nodes that can be read so far. */
export type OnnxValues = Map<string, OnnxValue>;

/** Writes these nodes, in their order, into a graph; what they read is known already, or among them. */
export function writeNodes(builder: OnnxBuilder, nodes: readonly ExportNode[], values: OnnxValues): void {
  for (const node of nodes) {
    const inputs = node.inputs.map(source => values.get(source) as OnnxValue);
    const call = { builder, node, inputs, x: inputs[0] as OnnxValue };
    values.set(node.name, { shape: node.shape, names: writeLayer('ONNX', ONNX_LAYERS, node, call) });
  }
}

/** A float32 value with a free batch size. */
export function describe(name: string, shape: Shape): OnnxValueInfo {
  const dim = [{ dimParam: 'batch' }, ...shape.map(dimValue => ({ dimValue }))];
  return { name, type: { tensorType: { elemType: FLOAT, shape: { dim } } } };
}
