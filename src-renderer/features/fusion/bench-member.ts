import type { ModelRow } from '../../../src-shared/contracts/views.ts';
import type { ShownMember } from '../../components/fusion/fused-members.ts';

/** A member on the bench, as all its parts show it. */
export interface BenchMember extends ShownMember {
  readonly row: ModelRow;
}
