import { createRegistry } from '../../../../src-shared/lib/registry.ts';
import type { FusionMethod } from '../method.ts';
import { boosting } from './boosting.chain.ts';
import { cascade } from './cascade.chain.ts';
import { chain } from './chain.chain.ts';
import { specialists } from './specialists.chain.ts';

/** Members in a row, in the order of the forms. A test fails when a *.chain.ts of this folder is missing here. */
export const chains = createRegistry<FusionMethod>([cascade, specialists, chain, boosting]);
