import type { LayerEntry } from '../../../../src-shared/domain/params/param-spec.ts';
import type { ModelGraph } from '../../../../src-shared/domain/graph/model-graph.ts';
import { graphFromLayers } from '../build.ts';
import { entry, type PresetPurpose } from '../preset.ts';

export interface ResidualNet {
  /** Channels of each stage. */
  readonly widths: readonly number[];
  /** Of each stage. */
  readonly blocks: number;
  readonly batchNorm: boolean;
}

/**
 * The residual net for small images: a 3×3 stem, stages of basic blocks (each stage but the first halves the image in its
 * first block), global average pooling, one dense layer. With n blocks in each of three stages it has 6n + 2 layers. Departs
 * from the paper's small nets, which pad the shortcut with zeros where the shape changes: here a 1×1 convolution projects it
 * (the paper's option B). Node names: `stem`, `s2b1-conv1`, `s2b1-shortcut`, `s2b1-add`, …, `fc1`.
 */
export function residualNet({ widths, blocks, batchNorm }: ResidualNet, { inputShape, outputs }: PresetPurpose): ModelGraph {
  const stem = convolution('stem', { filters: widths[0] ?? 1, batchNorm });
  const list: LayerEntry[] = [...stem, relu('stem')];
  let channels = widths[0] ?? 1;
  let from = 'stem-relu';
  widths.forEach((width, stage) => {
    for (let block = 0; block < blocks; block++) {
      const name = `s${stage + 1}b${block + 1}`;
      const stride = stage > 0 && block === 0 ? 2 : 1;
      list.push(...basicBlock({ name, from, width, stride, project: stride > 1 || width !== channels, batchNorm }));
      channels = width;
      from = `${name}-relu`;
    }
  });
  list.push(entry('global-average-pool'), entry('dense', { units: outputs }));
  return graphFromLayers(list, { inputShape, outputs, task: 'values' });
}

interface BlockSpec {
  readonly name: string;
  readonly from: string;
  readonly width: number;
  readonly stride: number;
  readonly project: boolean;
  readonly batchNorm: boolean;
}

function basicBlock({ name, from, width, stride, project, batchNorm }: BlockSpec): LayerEntry[] {
  const first = convolution(`${name}-conv1`, { filters: width, stride, from, batchNorm });
  const second = convolution(`${name}-conv2`, { filters: width, batchNorm });
  const shortcut = project ? convolution(`${name}-shortcut`, { filters: width, kernel: 1, stride, from, batchNorm }) : [];
  const sum = entry('add', {}, { name: `${name}-add`, from: [endOf(second), project ? endOf(shortcut) : from] });
  return [...first, relu(`${name}-conv1`), ...second, ...shortcut, sum, relu(name)];
}

interface ConvolutionSpec {
  readonly filters: number;
  readonly kernel?: number;
  readonly stride?: number;
  readonly from?: string;
  readonly batchNorm: boolean;
}

function convolution(name: string, { filters, kernel = 3, stride = 1, from, batchNorm }: ConvolutionSpec): LayerEntry[] {
  const config = { filters, kernel, stride, padding: 'same', bias: !batchNorm, initialiser: 'he-normal' };
  const conv = entry('conv2d', config, { name, ...(from === undefined ? {} : { from: [from] }) });
  return batchNorm ? [conv, entry('batch-norm', {}, { name: `${name}-norm` })] : [conv];
}

function relu(name: string): LayerEntry {
  return entry('activation', { function: 'relu' }, { name: `${name}-relu` });
}

function endOf(chain: readonly LayerEntry[]): string {
  return chain.at(-1)?.name ?? '';
}
