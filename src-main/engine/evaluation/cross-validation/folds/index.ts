import { createRegistry } from '../../../../../src-shared/lib/registry.ts';
import type { RegisteredFoldKind } from '../fold-kind.ts';
import { grouped } from './grouped.folds.ts';
import { leaveOneGroupOut } from './leave-one-group-out.folds.ts';
import { shuffled } from './shuffled.folds.ts';
import { timeOrdered } from './time-ordered.folds.ts';

/** Ways to deal items into folds. */
export const foldKinds = createRegistry<RegisteredFoldKind>([shuffled, grouped, timeOrdered, leaveOneGroupOut]);
