import type { ModelGraph, Parameter, Parameters, Shape } from '../../../../src-shared/domain/graph/model-graph.ts';
import type { ImportItem } from '../../../../src-shared/domain/import-report.ts';
import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import { declarationsOf } from '../../graph/parameters.ts';
import { shapeText } from '../../graph/shape-checks.ts';
import { shapesOf, type ResolvedNode } from '../../graph/shapes.ts';
import { converted, type TensorModule } from './convert.ts';
import type { StateDict } from './torch-file.ts';

export interface Matched {
  readonly parameters: Parameters;
  readonly items: readonly ImportItem[];
  readonly notes: readonly string[];
}

/**
 * Tensors into a structure: by full names where the file has this program's own; else module by module, first those with a
 * node's name, then in order, each the next one whose arrays fit. Throws `invalid-input` with all that found no partner.
 */
export function matchWeights(graph: ModelGraph, state: StateDict): Matched {
  const nodes = [...shapesOf(graph).values()].filter(node => declarationsOf(node).length > 0);
  const modules = modulesOf(state);
  const parameters: Record<string, Parameter> = {};
  const items: ImportItem[] = [];
  const used = new Set<string>();
  const missing: string[] = [];
  for (const node of nodes) {
    const found = named(node, modules, used, graph) ?? inOrder(node, modules, used, graph);
    if (found === null) {
      missing.push(...declarationsOf(node).map(({ fullName, shape }) => `${fullName} ${shapeText(shape)}`));
      continue;
    }
    used.add(found.module.name);
    for (const [name, parameter] of Object.entries(found.parameters)) parameters[`${node.node.name}/${name}`] = parameter;
    for (const [name] of found.module.tensors)
      items.push({ name: joined(found.module.name, name), op: 'tensor', outcome: 'mapped', as: [node.node.name] });
  }
  const left = modules
    .filter(({ name }) => !used.has(name))
    .flatMap(({ name, tensors }) => [...tensors].map(([tensor, { shape }]) => ({ name: joined(name, tensor), shape })));
  if (missing.length > 0) throw unmatched(missing, left);
  items.push(...left.map(({ name }): ImportItem => ({ name, op: 'tensor', outcome: 'unmatched', as: [] })));
  return { parameters, items, notes: notesOf(nodes, left.length) };
}

const MOST_NAMED = 20;

function unmatched(missing: readonly string[], left: readonly { readonly name: string; readonly shape: Shape }[]) {
  const list = (names: readonly string[]): string =>
    [...names.slice(0, MOST_NAMED), ...(names.length > MOST_NAMED ? ['…'] : [])].join(', ');
  const rest = left.length === 0 ? 'nothing' : list(left.map(({ name, shape }) => `${name} ${shapeText(shape)}`));
  return invalidInput(`The structure needs weights that the file has not: ${list(missing)}; the file has left: ${rest}`, {
    path: 'into',
    hint: 'Describe the network as it was when the weights were saved.',
  });
}

function joined(module: string, tensor: string): string {
  return module === '' ? tensor : `${module}.${tensor}`;
}

/** Tensors of one prefix, in the order in which the file has them. What DataParallel puts in front is left out. */
function modulesOf(state: StateDict): readonly TensorModule[] {
  const modules = new Map<string, Map<string, Parameter>>();
  for (const [full, tensor] of state) {
    const name = full.replace(/^module\./, '');
    const cut = Math.max(name.lastIndexOf('.'), name.lastIndexOf('/'));
    const module = cut === -1 ? '' : name.slice(0, cut);
    const tensors = modules.get(module) ?? new Map<string, Parameter>();
    tensors.set(name.slice(cut + 1), tensor);
    modules.set(module, tensors);
  }
  return [...modules].map(([name, tensors]) => ({ name, tensors }));
}

interface Found {
  readonly module: TensorModule;
  readonly parameters: Readonly<Record<string, Parameter>>;
}

/** `features.conv1` and `features_conv1` are both called as a node `conv1` or `features_conv1`. */
function named(node: ResolvedNode, modules: readonly TensorModule[], used: ReadonlySet<string>, graph: ModelGraph): Found | null {
  const wanted = plain(node.node.name);
  const module = modules.find(({ name }) => !used.has(name) && (plain(name) === wanted || plain(name.split('.').at(-1) ?? '') === wanted));
  const parameters = module === undefined || wanted === '' ? null : converted(node, module, graph);
  return module === undefined || parameters === null ? null : { module, parameters };
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}

function inOrder(node: ResolvedNode, modules: readonly TensorModule[], used: ReadonlySet<string>, graph: ModelGraph): Found | null {
  for (const module of modules) {
    if (used.has(module.name)) continue;
    const parameters = converted(node, module, graph);
    if (parameters !== null) return { module, parameters };
  }
  return null;
}

function* epsilons(nodes: readonly ResolvedNode[]): Generator<string> {
  const norm = nodes.find(({ layer, config }) => layer.id === 'batch-norm' && config['epsilon'] === 0.001);
  if (norm !== undefined)
    yield `'${norm.node.name}' adds 0.001 to its variance, PyTorch 0.00001 unless told otherwise: the file does not say.`;
}

function notesOf(nodes: readonly ResolvedNode[], left: number): readonly string[] {
  return [...epsilons(nodes), ...(left === 0 ? [] : [`${left} tensors of the file were not needed.`])];
}
