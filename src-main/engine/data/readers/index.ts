import { createRegistry } from '../../../../src-shared/lib/registry.ts';
import type { RegisteredReader } from '../reader.ts';
import { audioFolder } from './audio-folder.reader.ts';
import { builtin } from './builtin.reader.ts';
import { idx } from './idx.reader.ts';
import { imageFolder } from './image-folder.reader.ts';
import { numpy } from './numpy.reader.ts';
import { table } from './table.reader.ts';
import { text } from './text.reader.ts';

/** In the order of the forms; a kind is guessed from the source by the first that matches. */
export const readers = createRegistry<RegisteredReader>([builtin, table, idx, numpy, imageFolder, text, audioFolder]);
