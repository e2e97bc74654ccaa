import type { ParamSpec } from '../../../../src-shared/domain/params/param-spec.ts';

/**
 * The help of a field in the language that is shown. Helps of choices explain options by what a recipe calls them (`equally: …`);
 * where a form calls them otherwise, so does the help.
 */
export function helpText(spec: ParamSpec, text: (english: string) => string): string {
  const help = text(spec.help ?? '');
  if (spec.kind !== 'choice') return help;
  return spec.options.reduce(
    (words, option) => words.replace(explained(option), (_all, before: string) => `${before}${text(option)}：`),
    help,
  );
}

/** An option at the beginning of its explanation in Chinese; English forms show options as recipes write them. */
function explained(option: string): RegExp {
  return new RegExp(`(^|[^\\p{L}\\p{N}-])${option.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}：`, 'u');
}
