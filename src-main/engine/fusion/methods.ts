import { createRegistry } from '../../../src-shared/lib/registry.ts';
import type { FusionMethod } from './method.ts';
import { combiners } from './parallel/index.ts';
import { parallelFusion } from './parallel/parallel-fusion.ts';
import { chains } from './serial/index.ts';
import { stacking } from './stacking/stacking-method.ts';
import { ema } from './weight-space/ema.ts';
import { soup } from './weight-space/soup.ts';
import { swa } from './weight-space/swa.ts';

/** What `fuse` can do, in the order of the forms: side by side, then the others, a line each. */
export const fusionMethods = createRegistry<FusionMethod>([...combiners.all.map(parallelFusion), stacking, swa, ema, soup, ...chains.all]);
