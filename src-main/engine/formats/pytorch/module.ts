import type { Model } from '../../../../src-shared/domain/graph/model-card.ts';
import { planExport, writeLayer, type ExportNode } from '../export-plan.ts';
import { TORCH_HEAD, TORCH_HELPERS, TORCH_LOAD, TORCH_LOADER, TORCH_MODEL } from './python.ts';
import { TORCH_LAYERS } from './layers.ts';
import { activated } from './pieces.ts';
import type { TorchValue } from './torch-form.ts';
import { createTorchWriter, type PlacedTensor } from './writer.ts';

export interface TorchModule {
  /** A file of Python. */
  readonly source: string;
  /** What its `state_dict` holds. */
  readonly state: ReadonlyMap<string, PlacedTensor>;
  readonly nodes: readonly ExportNode[];
}

/** A module of plain layers whose `forward` takes and answers what every export does, channels last. */
export function torchModule(model: Model, weightsFile: string): TorchModule {
  const { nodes, input, output, answer } = planExport(model);
  const writer = createTorchWriter();
  const given = writer.input(input);
  const values = new Map<string, TorchValue>([[input.name, { shape: input.shape, names: { last: given } }]]);
  for (const node of nodes.filter(({ name }) => name !== input.name)) {
    const inputs = node.inputs.map(source => values.get(source) as TorchValue);
    const call = { writer, node, inputs, x: inputs[0] as TorchValue };
    values.set(node.name, { shape: node.shape, names: writeLayer('PyTorch', TORCH_LAYERS, node, call) });
  }
  const last = writer.read(values.get(output.name) as TorchValue, 'last');
  const result = activated(answer, { expression: last, layout: 'last' });
  const body = { writer, given, result };
  return { source: sourceOf(model, body, weightsFile), state: writer.state, nodes };
}

interface Body {
  readonly writer: ReturnType<typeof createTorchWriter>;
  readonly given: string;
  readonly result: string;
}

function sourceOf({ card }: Model, { writer, given, result }: Body, weightsFile: string): string {
  const { modules, steps, helpers } = writer;
  const imports = ['json', ...(helpers.has('surety') ? ['math'] : []), 'struct'].map(name => `import ${name}`);
  const parts = [
    TORCH_HEAD.source(card.inputShape, imports),
    ...[...helpers].sort().map(helper => TORCH_HELPERS[helper].source),
    TORCH_MODEL.source({ modules, given, steps: [...steps, `return ${result}`] }),
    TORCH_LOADER.source,
    TORCH_LOAD.source(JSON.stringify(weightsFile)),
    `CLASSES = ${JSON.stringify(card.classes)}\n`,
  ];
  return parts.join('\n\n');
}
