import { formats } from '../../src-main/engine/formats/index.ts';

/** Ids of all formats but these. */
export function formatsBut(...ids: readonly string[]): readonly string[] {
  return formats.all.map(({ id }) => id).filter(id => !ids.includes(id));
}

/** Those that hold any graph: not the ones made of Keras's layers. */
export const GRAPH_FORMATS = formatsBut('keras', 'keras-h5', 'tfjs');
