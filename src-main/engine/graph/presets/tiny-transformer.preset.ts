import type { LayerEntry } from '../../../../src-shared/domain/params/param-spec.ts';
import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import { graphFromLayers } from '../build.ts';
import { definePreset, entry } from '../preset.ts';
import { headDropout, lastLayers, pooled, sequenceOf, vocabulary } from './sequence.ts';

/**
 * Blocks of attention in heads and of two dense layers at every step, each beside a shortcut and behind a normalisation (Xiong
 * 2020, arXiv:2002.04745); the mean over the steps that count answers. Node names: `b1-queries`, `b1-keys`, `b1-values`,
 * `b1-heads`, `b1-joined`, `b1-inner`, `b1-outer`, …
 */
export const tinyTransformer = definePreset({
  id: 'tiny-transformer',
  title: 'Tiny transformer',
  help: 'Lets all words of a text, or all steps of a series, read each other.',
  source: 'Vaswani 2017, arXiv:1706.03762',
  revision: 1,
  params: {
    units: { kind: 'number', label: 'Units', help: 'Numbers at every step.', default: 64, min: 1, max: 4096, integer: true, scale: 'log' },
    heads: {
      kind: 'number',
      label: 'Heads',
      help: 'Parts of the units that read by themselves.',
      default: 4,
      min: 1,
      max: 64,
      integer: true,
    },
    blocks: { kind: 'number', label: 'Blocks', default: 2, min: 1, max: 64, integer: true },
    inner: {
      kind: 'number',
      label: 'Inner units',
      help: 'Of the dense layers within a block.',
      default: 128,
      min: 1,
      max: 65_536,
      integer: true,
      scale: 'log',
    },
    dropout: { ...headDropout, help: 'Share zeroed in each block and before the last layer while training.', default: 0.1 },
    vocabulary,
  },
  build({ units, heads, blocks, inner, dropout, vocabulary: told }, purpose) {
    if (units % heads !== 0) {
      throw invalidInput(`Units that divide into ${heads} heads are required, got ${units}`, { path: 'units' });
    }
    const { inputShape, outputs } = purpose;
    const series = sequenceOf('tiny-transformer', purpose, { vocabulary: told, units, project: true });
    const list: LayerEntry[] = [...series.entries, entry('positional-embedding', {}, { name: 'placed' })];
    let from = 'placed';
    for (let i = 1; i <= blocks; i++) {
      list.push(...block({ name: `b${i}`, from, units, headSize: units / heads, inner, dropout, mask: series.mask }));
      from = `b${i}`;
    }
    list.push(
      entry('layer-norm', {}, { name: 'even' }),
      pooled('global-average-pool', 'even', series, 'mean'),
      ...lastLayers(dropout, outputs),
    );
    return graphFromLayers(list, { inputShape, outputs, task: 'values' });
  },
});

interface Block {
  readonly name: string;
  readonly from: string;
  readonly units: number;
  readonly headSize: number;
  readonly inner: number;
  readonly dropout: number;
  readonly mask: string | null;
}

function block({ name, from, units, headSize, inner, dropout, mask }: Block): LayerEntry[] {
  const own = (part: string): string => `${name}-${part}`;
  const atStep = (part: string, filters: number, more: object = {}, read?: string): LayerEntry =>
    entry('conv1d', { filters, kernel: 1, ...more }, { name: own(part), ...(read === undefined ? {} : { from: [read] }) });
  const thinned = (part: string): LayerEntry[] => (dropout > 0 ? [entry('dropout', { rate: dropout }, { name: own(part) })] : []);
  const heads = [own('queries'), own('keys'), own('values'), ...(mask === null ? [] : [mask])];
  return [
    entry('layer-norm', {}, { name: own('even1'), from: [from] }),
    ...['queries', 'keys', 'values'].map(part => atStep(part, units, {}, own('even1'))),
    entry('attention', { headSize }, { name: own('heads'), from: heads }),
    atStep('joined', units),
    ...thinned('drop1'),
    entry('add', {}, { name: own('read'), from: [dropout > 0 ? own('drop1') : own('joined'), from] }),
    entry('layer-norm', {}, { name: own('even2') }),
    atStep('inner', inner, { activation: 'gelu', initialiser: 'he-normal' }),
    atStep('outer', units),
    ...thinned('drop2'),
    entry('add', {}, { name, from: [dropout > 0 ? own('drop2') : own('outer'), own('read')] }),
  ];
}
