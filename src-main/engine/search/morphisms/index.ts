import { createRegistry } from '../../../../src-shared/lib/registry.ts';
import { addSkip } from './add-skip.morphism.ts';
import { deepen } from './deepen.morphism.ts';
import { largerKernel } from './larger-kernel.morphism.ts';
import type { Morphism } from './morphism.ts';
import { narrow } from './narrow.morphism.ts';
import { remove } from './remove.morphism.ts';
import { smallerKernel } from './smaller-kernel.morphism.ts';
import { widen } from './widen.morphism.ts';

/** In the order of the forms. A test fails when a *.morphism.ts of this folder is missing here. */
export const morphisms = createRegistry<Morphism>([widen, narrow, deepen, remove, addSkip, largerKernel, smallerKernel]);
