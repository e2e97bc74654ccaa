import { createRegistry } from '../../../../src-shared/lib/registry.ts';
import type { Granularity } from '../granularity.ts';
import { blocks } from './blocks.granularity.ts';
import { channels } from './channels.granularity.ts';
import { layers } from './layers.granularity.ts';
import { nOfM } from './n-of-m.granularity.ts';
import { weights } from './weights.granularity.ts';

/** In the order of the forms. A test fails when a *.granularity.ts of this folder is missing here. */
export const granularities = createRegistry<Granularity>([weights, channels, blocks, layers, nOfM]);
