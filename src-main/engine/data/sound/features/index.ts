import { createRegistry } from '../../../../../src-shared/lib/registry.ts';
import type { RegisteredFeature } from '../sound-feature.ts';
import { logMel } from './log-mel.feature.ts';
import { mfcc } from './mfcc.feature.ts';
import { pcen } from './pcen.feature.ts';

/** In the order of the forms. A test fails when a *.feature.ts of this folder is missing here. */
export const soundFeatures = createRegistry<RegisteredFeature>([logMel, mfcc, pcen]);
