import type { ParamSpec } from '../../../../src-shared/domain/params/param-spec.ts';

export interface SpecWords {
  /** A help in the language that is shown, by its English. */
  text(english: string): string;
  /** What that language calls a value of a choice. */
  option(value: string): string;
}

/**
 * The help of a field in the language that is shown. Helps of choices explain options by what a recipe calls them (`equally: …`);
 * where a form calls them otherwise, so does the help.
 */
export function helpText(spec: ParamSpec, { text, option: nameOf }: SpecWords): string {
  const help = text(spec.help ?? '');
  if (spec.kind !== 'choice') return help;
  return spec.options.reduce(
    (words, option) => words.replace(explained(option), (_all, before: string, colon: string) => before + nameOf(option) + colon),
    help,
  );
}

/** An option at the beginning of its explanation, with the colon behind it. */
function explained(option: string): RegExp {
  return new RegExp(`(^|[^\\p{L}\\p{N}-])${option.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}(：|: )`, 'u');
}
