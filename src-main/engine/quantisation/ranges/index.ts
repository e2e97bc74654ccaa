import { createRegistry } from '../../../../src-shared/lib/registry.ts';
import type { RangeEstimator } from '../range-estimator.ts';
import { entropy } from './entropy.range-estimator.ts';
import { minMax } from './min-max.range-estimator.ts';
import { percentile } from './percentile.range-estimator.ts';
import { squaredError } from './squared-error.range-estimator.ts';

/** Registry `range-estimator`, in the order of the forms. A test fails when a *.range-estimator.ts of this folder is missing here. */
export const rangeEstimators = createRegistry<RangeEstimator>([percentile, minMax, entropy, squaredError]);
