import { createRegistry } from '../../../../src-shared/lib/registry.ts';
import type { OriginalsFormat } from './originals.ts';
import { tableFormat } from './table-originals.ts';
import { textFormat } from './text-originals.ts';

export const originalsFormats = createRegistry<OriginalsFormat>([tableFormat, textFormat]);
