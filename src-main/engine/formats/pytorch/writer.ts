import type { ExportNode } from '../export-plan.ts';
import { pythonNames, tuple } from './names.ts';
import type { TorchHelper, TorchTensor, TorchValue, TorchWriter } from './torch-form.ts';

/** A tensor of the state and the node whose it is. */
export interface PlacedTensor {
  readonly node: string;
  readonly tensor: TorchTensor;
}

export interface WrittenLines extends TorchWriter {
  /** The argument of `forward`. */
  input(node: ExportNode): string;
  readonly modules: readonly string[];
  readonly steps: readonly string[];
  /** By the names of PyTorch's `state_dict`. */
  readonly state: ReadonlyMap<string, PlacedTensor>;
  readonly helpers: ReadonlySet<TorchHelper>;
}

export function createTorchWriter(): WrittenLines {
  const [modules, steps] = [[] as string[], [] as string[]];
  const state = new Map<string, PlacedTensor>();
  const helpers = new Set<TorchHelper>();
  const [ofModules, ofValues] = [pythonNames(), pythonNames()];
  function line(name: string, expression: string): string {
    steps.push(`${name} = ${expression}`);
    return name;
  }
  return {
    modules,
    steps,
    state,
    helpers,
    input: node => ofValues(node.name),
    module(node, construct, tensors, part) {
      const name = ofModules(part === undefined ? node.name : `${node.name}_${part}`);
      modules.push(`self.${name} = ${construct}`);
      for (const [key, tensor] of Object.entries(tensors)) state.set(key === '' ? name : `${name}.${key}`, { node: node.name, tensor });
      return `self.${name}`;
    },
    line: (node, expression, part) => line(ofValues(part === undefined ? node.name : `${node.name}_${part}`), expression),
    needs: helper => void helpers.add(helper),
    read(value, layout) {
      const known = value.names[layout];
      if (known !== undefined) return known;
      const source = value.names[layout === 'first' ? 'last' : 'first'] as string;
      const turned = line(ofValues(`${source}_${layout}`), `${source}.permute${tuple(turn(value, layout))}`);
      value.names[layout] = turned;
      return turned;
    },
  };
}

function turn({ shape }: TorchValue, layout: 'first' | 'last'): readonly number[] {
  const places = shape.slice(1).map((_size, i) => i + 1);
  return layout === 'first' ? [0, shape.length, ...places] : [0, ...places.map(i => i + 1), 1];
}
