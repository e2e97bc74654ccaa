import { createRegistry } from '../../../../src-shared/lib/registry.ts';
import type { Calibrator } from './calibrator.ts';
import { isotonic } from './isotonic.calibrator.ts';
import { platt } from './platt.calibrator.ts';
import { temperature } from './temperature.calibrator.ts';

/** In the order of the forms. A test fails when a *.calibrator.ts of this folder is missing here. */
export const calibrators = createRegistry<Calibrator>([temperature, platt, isotonic]);
