import { formats } from '../../src-main/engine/formats/index.ts';

/** Ids of all formats but these. */
export function formatsBut(...ids: readonly string[]): readonly string[] {
  return formats.all.map(({ id }) => id).filter(id => !ids.includes(id));
}

/** Those that hold any graph: not the ones made of Keras's layers. */
export const GRAPH_FORMATS = formatsBut('keras', 'keras-h5', 'tfjs');

/** Those that hold a model as it is. A C header holds what is in int8 alone, and has tests of its own. */
export const FLOAT_FORMATS = formats.all.filter(({ id }) => id !== 'c-header');
