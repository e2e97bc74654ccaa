import { parse, stringify } from 'yaml';

/** A search space as a person writes it in a recipe; what is no block is shown as it is. */
export function textOfSpace(space: unknown): string {
  if (typeof space === 'string') return space;
  if (space === null || typeof space !== 'object') return '';
  const lines = Object.entries(space).map(([name, value]) => stringify({ [name]: value }, { collectionStyle: 'flow', lineWidth: 0 }));
  return lines.map(line => line.trimEnd().replace(/^\{ (.*) \}$/s, '$1')).join('\n');
}

/** The block a text means; the text itself where it can't be read, for the check to refuse. */
export function spaceFrom(text: string): unknown {
  try {
    return (parse(text) as unknown) ?? '';
  } catch {
    return text;
  }
}
