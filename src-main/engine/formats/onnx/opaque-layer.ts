import type { LayerConfigs } from '../export-plan.ts';
import { fromBase64 } from '../lib/base64.ts';
import type { OnnxValue } from './builder.ts';
import type { OnnxCall } from './onnx-call.ts';
import { decodeOwnOnnx } from './schema.ts';

/** The operators of its file as they are, their constants with them, under names of the node's own. */
export function writeOpaque({
  builder,
  node: { name },
  inputs,
  config,
}: OnnxCall & { readonly config: LayerConfigs['opaque'] }): OnnxValue['names'] {
  const { graph, opsetImport } = decodeOwnOnnx(fromBase64(config.file));
  const given = graph.input.map((input, i) => [input.name, builder.read(inputs[i] as OnnxValue, 'last')] as const);
  const names = new Map<string, string>([...given, [graph.output[0]?.name ?? '', name], ['', '']]);
  const named = (value: string): string => names.get(value) ?? `${name}.inner.${value}`;
  for (const { domain, version } of opsetImport) {
    if (domain === '') builder.needs(version);
    else builder.domains.set(domain, version);
  }
  for (const tensor of graph.initializer) builder.raw({ ...tensor, name: named(tensor.name) });
  graph.node.forEach((node, i) => {
    builder.copy({ ...node, name: `${name}.operator-${i}`, input: node.input.map(named), output: node.output.map(named) });
  });
  return { last: name };
}
