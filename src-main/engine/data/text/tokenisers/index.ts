import { createRegistry } from '../../../../../src-shared/lib/registry.ts';
import type { RegisteredTokeniser } from '../tokeniser.ts';
import { bytePair } from './byte-pair.tokeniser.ts';
import { characters } from './characters.tokeniser.ts';
import { chinese } from './chinese.tokeniser.ts';
import { wordPiece } from './word-piece.tokeniser.ts';
import { words } from './words.tokeniser.ts';

/** In the order of the forms. A test fails when a *.tokeniser.ts of this folder is missing here. */
export const tokenisers = createRegistry<RegisteredTokeniser>([words, bytePair, wordPiece, characters, chinese]);
