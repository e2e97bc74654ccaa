import { parse, stringify } from 'yaml';

/** A list of layers as a text with one of them a line; what is no list is shown as it is. */
export function textOfLayers(layers: unknown): string {
  if (typeof layers === 'string') return layers;
  if (!Array.isArray(layers)) return '';
  return layers.map(layer => stringify(layer, { collectionStyle: 'flow', lineWidth: 0 }).trimEnd()).join('\n');
}

/** The list a text means; the text itself where a line can't be read, for the check to refuse. */
export function layersFrom(text: string): unknown {
  const lines = text.split('\n').filter(line => line.trim() !== '');
  try {
    return lines.map(line => parse(line) as unknown);
  } catch {
    return text;
  }
}
