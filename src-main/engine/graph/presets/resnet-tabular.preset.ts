import type { LayerEntry } from '../../../../src-shared/domain/params/param-spec.ts';
import { INPUT, graphFromLayers } from '../build.ts';
import { definePreset, entry, type PresetPurpose } from '../preset.ts';
import { requireVector } from '../shape-checks.ts';

/**
 * A residual net for tables: dense layers in blocks beside shortcuts, x + drop(dense(drop(relu(dense(norm(x)))))). Categories of
 * many values come as one input a value, of which one is 1: there a dense layer without bias is a table of learnt rows, an
 * embedding of the category. Node names: `category1`, …, `first`, `b1-wide`, `b1-narrow`, `b1`, …, `fc1`.
 */
export const resnetTabular = definePreset({
  id: 'resnet-tabular',
  title: 'ResNet for tables',
  help: 'Dense layers in residual blocks, with learnt numbers for categories: often the best network for a table.',
  source: 'Gorishniy 2021, arXiv:2106.11959',
  revision: 1,
  params: {
    width: {
      kind: 'number',
      label: 'Width',
      help: 'Units between the blocks.',
      default: 64,
      min: 1,
      max: 65_536,
      integer: true,
      scale: 'log',
    },
    blocks: { kind: 'number', label: 'Blocks', default: 2, min: 1, max: 64, integer: true },
    expansion: {
      kind: 'number',
      label: 'Expansion',
      help: 'Times that a block is wider inside than outside.',
      default: 2,
      min: 1,
      max: 16,
      integer: true,
    },
    dropout: {
      kind: 'number',
      label: 'Dropout',
      help: 'Share of each hidden layer zeroed while training.',
      default: 0.1,
      min: 0,
      max: 0.95,
    },
    embedFrom: {
      kind: 'number',
      label: 'Embed categories from',
      help: 'Categories of at least so many values get learnt numbers of their own, fewer than their values.',
      unit: 'values',
      default: 8,
      min: 2,
      max: 100_000,
      integer: true,
    },
  },
  build({ width, blocks, expansion, dropout, embedFrom }, purpose) {
    const { inputShape, outputs } = purpose;
    const list: LayerEntry[] = [...embedded(purpose, embedFrom), dense(width, 'first')];
    let from = 'first';
    for (let i = 1; i <= blocks; i++) {
      list.push(...block({ name: `b${i}`, from, width, wide: width * expansion, dropout }));
      from = `b${i}`;
    }
    list.push(entry('batch-norm'), entry('activation', { function: 'relu' }), entry('dense', { units: outputs }));
    return graphFromLayers(list, { inputShape, outputs, task: 'values' });
  },
});

/** The row with the inputs of each large category made fewer: 1.6·n^0.56 of n, at most 64 (fastai's rule). */
function embedded({ inputShape, categories = [] }: PresetPurpose, from: number): readonly LayerEntry[] {
  if (inputShape.length > 1) return [entry('flatten')];
  const columns = requireVector('resnet-tabular', inputShape);
  const large = categories.filter(({ values }) => values >= from);
  if (large.length === 0) return [];
  const inCategory = (column: number): boolean => large.some(({ first, values }) => column >= first && column < first + values);
  const others = Array.from({ length: columns }, (_, column) => column).filter(column => !inCategory(column));
  const rest = others.length === 0 ? [] : [entry('select-channels', { channels: others }, { name: 'others', from: [INPUT] })];
  const parts = large.flatMap(({ first, values }, i) => {
    const channels = Array.from({ length: values }, (_, value) => first + value);
    return [
      entry('select-channels', { channels }, { name: `values${i + 1}`, from: [INPUT] }),
      entry('dense', { units: Math.min(64, Math.ceil(1.6 * values ** 0.56)), bias: false }, { name: `category${i + 1}` }),
    ];
  });
  const all = [...rest.map(({ name }) => name ?? ''), ...large.map((_, i) => `category${i + 1}`)];
  return [...rest, ...parts, ...(all.length > 1 ? [entry('concatenate', {}, { name: 'row', from: all })] : [])];
}

interface Block {
  readonly name: string;
  readonly from: string;
  readonly width: number;
  readonly wide: number;
  readonly dropout: number;
}

function block({ name, from, width, wide, dropout }: Block): readonly LayerEntry[] {
  const thinned = (part: string): LayerEntry[] => (dropout > 0 ? [entry('dropout', { rate: dropout }, { name: `${name}-${part}` })] : []);
  return [
    entry('batch-norm', {}, { name: `${name}-norm`, from: [from] }),
    dense(wide, `${name}-wide`),
    entry('activation', { function: 'relu' }, { name: `${name}-relu` }),
    ...thinned('drop1'),
    dense(width, `${name}-narrow`),
    ...thinned('drop2'),
    entry('add', {}, { name, from: [dropout > 0 ? `${name}-drop2` : `${name}-narrow`, from] }),
  ];
}

function dense(units: number, name: string): LayerEntry {
  return entry('dense', { units, initialiser: 'he-normal' }, { name });
}
