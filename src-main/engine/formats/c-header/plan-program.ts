import type { Model } from '../../../../src-shared/domain/graph/model-card.ts';
import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import { IDEMPOTENT, type ActivationFunction } from '../../graph/activations.ts';
import { sizeOf } from '../../graph/shape-checks.ts';
import { planExport, UnsupportedConfig, writeLayer, type ExportNode, type LayerConfigs } from '../export-plan.ts';
import { C_LAYERS, stepsOf, windowArguments, type CCall, type CTarget, type CValue } from './layers.ts';
import { placeCalls, type Call, type ConstantArray, type Program } from './program.ts';

interface Plan {
  readonly nodes: readonly ExportNode[];
  readonly values: Map<string, CValue>;
  readonly calls: Call[];
  readonly arrays: ConstantArray[];
}

type Grid = LayerConfigs['fake-quantise'];

/** Layers that only hand on what they read. */
const HANDS_ON = ['flatten', 'reshape', 'dropout'];

/** The calls that compute a model in int8. Throws `invalid-input` naming the layer that integers have no form for. */
export function planProgram(model: Model): Program {
  const { nodes, input, output, answer } = planExport(model);
  const plan: Plan = { nodes, values: new Map([[input.name, { kind: 'input' }]]), calls: [], arrays: [] };
  for (const node of nodes) if (node !== input && !plan.values.has(node.name)) addNode(plan, node);
  const end = plan.values.get(output.name);
  const outputs = sizeOf(output.shape);
  if (end?.kind !== 'values') {
    throw invalidInput(`Layer '${output.name}' can't be written as a C header: its values are no sums of products`, { path: output.name });
  }
  plan.calls.push({ name: answer, arguments: [end.storage, outputs, 'output'] });
  return { arrays: plan.arrays, ...placeCalls(plan.calls), inputs: sizeOf(input.shape), outputs };
}

function addNode(plan: Plan, node: ExportNode): void {
  const value = handedOn(plan, node);
  if (value !== null) return void plan.values.set(node.name, value);
  const { target, behind } = targetOf(plan, node);
  const call: Omit<CCall, never> = {
    node,
    inputs: node.inputs.map(name => plan.values.get(name) as CValue),
    target,
    add: added => void plan.calls.push(added),
    array(array) {
      plan.arrays.push(array);
      return array.name;
    },
  };
  writeLayer('a C header', { ...C_LAYERS, ...BETWEEN }, node, call);
  for (const name of [node.name, ...behind]) plan.values.set(name, target.value);
}

/** What stands between products: values that change their grid, or are chosen. */
const BETWEEN: typeof C_LAYERS = {
  'fake-quantise'({ inputs: [given], node, target, add }) {
    if (target.value.kind !== 'steps') throw new Error('A grid has steps');
    const { storage, scale, zero } = target.value;
    const output = [storage, null, { float: scale }, zero] as const;
    const n = sizeOf(node.shape);
    if (given?.kind === 'input') return add({ name: 'quantise', arguments: ['input', n, ...output] });
    if (given?.kind === 'values') return add({ name: 'quantise', arguments: [given.storage, n, ...output] });
    const from = stepsOf(given);
    add({ name: 'rescale', arguments: [from.storage, from.zero, { float: from.scale }, n, ...output] });
  },

  'max-pool'({ inputs, node, target, config: { size, stride = size, padding }, add }) {
    const from = stepsOf(inputs[0]);
    const window = windowArguments(node.inputShapes[0]!, { kernel: size, stride, padding }, node.shape);
    add({ name: 'max_pool', arguments: [from.storage, ...window, target.value.storage] });
  },

  activation({ inputs, node, target, config, add }) {
    const from = stepsOf(inputs[0]);
    const high = config.function === 'relu6' ? Math.min(255, from.zero + Math.round(6 / from.scale)) : 255;
    if (!IDEMPOTENT.has(config.function)) throw new UnsupportedConfig(`its function ${config.function} has no form in integers`);
    const low = config.function === 'linear' ? 0 : from.zero;
    add({
      name: 'clip',
      arguments: [from.storage, low, config.function === 'linear' ? 255 : high, sizeOf(node.shape), target.value.storage],
    });
  },
};

/** The value it reads, where it changes nothing about it. */
function handedOn({ values }: Plan, { layer, inputs, config }: ExportNode): CValue | null {
  const given = values.get(inputs[0] ?? '');
  if (given === undefined) return null;
  if (HANDS_ON.includes(layer)) return given;
  if (layer !== 'fake-quantise' || given.kind !== 'steps') return null;
  const { scale, zeroPoint } = config as Grid;
  return scale === given.scale && zeroPoint === given.zero ? given : null;
}

/** Steps of the grid behind the node, or behind a function that only it is read by; of its input's grid for what chooses; else numbers. */
function targetOf(plan: Plan, node: ExportNode): { readonly target: CTarget; readonly behind: readonly string[] } {
  const storage = { size: sizeOf(node.shape) };
  if (node.layer === 'max-pool' || node.layer === 'activation') {
    const from = plan.values.get(node.inputs[0] ?? '');
    const value = from?.kind === 'steps' ? { ...from, storage: { ...storage, kind: 'steps' as const } } : numbers(storage.size);
    return { target: { value, activation: 'linear' }, behind: [] };
  }
  const { grid, activation, behind } = gridBehind(plan, node);
  if (grid === null) return { target: { value: numbers(storage.size), activation: 'linear' }, behind: [] };
  const value = { kind: 'steps', storage: { ...storage, kind: 'steps' }, scale: grid.scale, zero: grid.zeroPoint } as const;
  return { target: { value, activation }, behind };
}

function numbers(size: number): CTarget['value'] {
  return { kind: 'values', storage: { kind: 'values', size } };
}

interface Behind {
  readonly grid: Grid | null;
  readonly activation: ActivationFunction;
  /** Names of the nodes that are computed along with it. */
  readonly behind: readonly string[];
}

function gridBehind(plan: Plan, node: ExportNode): Behind {
  const none: Behind = { grid: null, activation: 'linear', behind: [] };
  if (node.layer === 'fake-quantise') return { ...none, grid: fixedGrid(node) };
  const [reader, ...others] = plan.nodes.filter(({ inputs }) => inputs.includes(node.name));
  if (reader === undefined || others.length > 0) return none;
  if (reader.layer === 'fake-quantise') return { ...none, grid: fixedGrid(reader), behind: [reader.name] };
  if (reader.layer !== 'activation') return none;
  const { function: activation } = reader.config as LayerConfigs['activation'];
  const next = IDEMPOTENT.has(activation) ? gridBehind(plan, reader) : none;
  if (next.grid === null || next.activation !== 'linear') return none;
  return { grid: next.grid, activation, behind: [reader.name, ...next.behind] };
}

function fixedGrid({ config }: ExportNode): Grid | null {
  const grid = config as Grid;
  return grid.range === 'fixed' && grid.bits === 8 ? grid : null;
}
