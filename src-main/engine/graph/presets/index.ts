import { createRegistry } from '../../../../src-shared/lib/registry.ts';
import type { Preset } from '../preset.ts';
import { bagOfEmbeddings } from './bag-of-embeddings.preset.ts';
import { crnn } from './crnn.preset.ts';
import { dscnnSmall } from './dscnn-small.preset.ts';
import { lenet5 } from './lenet5.preset.ts';
import { lstmPreset } from './lstm.preset.ts';
import { miniResnet } from './mini-resnet.preset.ts';
import { mlp } from './mlp.preset.ts';
import { mobilenetSmall } from './mobilenet-small.preset.ts';
import { resnetTabular } from './resnet-tabular.preset.ts';
import { resnet } from './resnet.preset.ts';
import { smallCnn } from './small-cnn.preset.ts';
import { textCnn } from './text-cnn.preset.ts';
import { tinyTransformer } from './tiny-transformer.preset.ts';
import { vggSmall } from './vgg-small.preset.ts';

/** In the order of the forms. A test fails when a *.preset.ts of this folder is missing here. */
export const presets = createRegistry<Preset>([
  mlp,
  lenet5,
  smallCnn,
  miniResnet,
  resnet,
  vggSmall,
  mobilenetSmall,
  bagOfEmbeddings,
  textCnn,
  lstmPreset,
  tinyTransformer,
  dscnnSmall,
  crnn,
  resnetTabular,
]);
