import type { LayerEntry } from '../../../../src-shared/domain/params/param-spec.ts';
import { graphFromLayers } from '../build.ts';
import { definePreset, entry } from '../preset.ts';

/**
 * Inverted residual blocks for small images: a 1×1 convolution that widens, a depthwise 3×3, a gate on the channels where
 * wanted, a linear 1×1 convolution that narrows; a shortcut where the shape stays. Each stage but the first halves the image.
 * Departs from MobileNetV2 in its size, and in that the stem keeps the image as it is. Node names: `stem`, `s2b1-widen`,
 * `s2b1-depth`, `s2b1-gate`, `s2b1-narrow`, `s2b1-add`, …, `head`, `fc1`.
 */
export const mobilenetSmall = definePreset({
  id: 'mobilenet-small',
  title: 'Small MobileNet',
  help: 'Blocks of depthwise convolutions between narrow layers: few multiply-adds for what they reach.',
  source: 'Sandler 2018, arXiv:1801.04381; gates: Howard 2019, arXiv:1905.02244',
  revision: 1,
  params: {
    widths: {
      kind: 'list',
      label: 'Widths',
      help: 'Channels of each stage.',
      of: { kind: 'number', label: 'Channels', min: 1, max: 4096, integer: true, scale: 'log' },
      default: [16, 24, 40],
      minItems: 1,
      maxItems: 6,
    },
    blocks: { kind: 'number', label: 'Blocks per stage', default: 2, min: 1, max: 64, integer: true },
    expansion: {
      kind: 'number',
      label: 'Expansion',
      help: 'Times that a block is wider inside than outside.',
      default: 4,
      min: 1,
      max: 16,
      integer: true,
    },
    squeezeExcite: {
      kind: 'flag',
      label: 'Squeeze and excite',
      help: 'Gates every channel of a block by what the whole image holds.',
      default: false,
      source: 'Hu 2017, arXiv:1709.01507',
    },
  },
  build({ widths, blocks, expansion, squeezeExcite }, { inputShape, outputs }) {
    const [first = 1] = widths;
    const list: LayerEntry[] = convolution({ name: 'stem', from: 'input', filters: first, kernel: 3 });
    let from = 'stem-relu';
    let channels = first;
    widths.forEach((width, stage) => {
      for (let block = 0; block < blocks; block++) {
        const name = `s${stage + 1}b${block + 1}`;
        const stride = stage > 0 && block === 0 ? 2 : 1;
        list.push(...invertedBlock({ name, from, channels, width, stride, wide: channels * expansion, squeezeExcite }));
        channels = width;
        from = list.at(-1)?.name ?? '';
      }
    });
    const head = convolution({ name: 'head', from, filters: 4 * channels, kernel: 1 });
    list.push(...head, entry('global-average-pool'), entry('dense', { units: outputs }));
    return graphFromLayers(list, { inputShape, outputs, task: 'values' });
  },
});

interface Block {
  readonly name: string;
  readonly from: string;
  /** It reads, and gives. */
  readonly channels: number;
  readonly width: number;
  readonly stride: number;
  /** Channels within. */
  readonly wide: number;
  readonly squeezeExcite: boolean;
}

function invertedBlock({ name, from, channels, width, stride, wide, squeezeExcite }: Block): LayerEntry[] {
  const depth = { kernel: 3, stride, padding: 'same', bias: false, initialiser: 'he-normal' };
  const gate = squeezeExcite ? channelGate(`${name}-gate`, `${name}-depth-relu`, wide) : [];
  const narrow = { filters: width, kernel: 1, bias: false, initialiser: 'he-normal' };
  const list = [
    ...convolution({ name: `${name}-widen`, from, filters: wide, kernel: 1 }),
    entry('depthwise-conv2d', depth, { name: `${name}-depth` }),
    ...normalised(`${name}-depth`),
    ...gate,
    entry('conv2d', narrow, { name: `${name}-narrow` }),
    entry('batch-norm', {}, { name: `${name}-narrow-norm` }),
  ];
  if (stride > 1 || width !== channels) return list;
  return [...list, entry('add', {}, { name: `${name}-add`, from: [`${name}-narrow-norm`, from] })];
}

/** The mean of each channel through a narrow layer, as a share to multiply the channels with. */
function channelGate(name: string, from: string, channels: number): LayerEntry[] {
  return [
    entry('global-average-pool', {}, { name: `${name}-squeeze`, from: [from] }),
    entry(
      'dense',
      { units: Math.max(1, Math.round(channels / 4)), activation: 'relu', initialiser: 'he-normal' },
      { name: `${name}-reduce` },
    ),
    entry('dense', { units: channels, activation: 'sigmoid' }, { name: `${name}-share` }),
    entry('multiply', {}, { name, from: [from, `${name}-share`] }),
  ];
}

interface Convolution {
  readonly name: string;
  readonly from: string;
  readonly filters: number;
  readonly kernel: number;
}

function convolution({ name, from, filters, kernel }: Convolution): LayerEntry[] {
  const config = { filters, kernel, padding: 'same', bias: false, initialiser: 'he-normal' };
  return [entry('conv2d', config, { name, from: [from] }), ...normalised(name)];
}

function normalised(name: string): LayerEntry[] {
  return [entry('batch-norm', {}, { name: `${name}-norm` }), entry('activation', { function: 'relu6' }, { name: `${name}-relu` })];
}
