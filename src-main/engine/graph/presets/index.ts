import { createRegistry } from '../../../../src-shared/lib/registry.ts';
import type { Preset } from '../preset.ts';
import { lenet5 } from './lenet5.preset.ts';
import { miniResnet } from './mini-resnet.preset.ts';
import { mlp } from './mlp.preset.ts';
import { smallCnn } from './small-cnn.preset.ts';

/** In the order of the forms. A test fails when a *.preset.ts of this folder is missing here. */
export const presets = createRegistry<Preset>([mlp, lenet5, smallCnn, miniResnet]);
