import { invalidInput } from '../../../../src-shared/lib/app-error.ts';

/**
 * Which of a file's outputs are followed. Without a wish its only one, or the one that is called probabilities. Throws `invalid-input`
 * where that leaves several, or none.
 */
export function outputsOf(
  { outputs }: { readonly outputs: readonly string[] },
  wish: string | readonly string[] | null,
): readonly string[] {
  if (wish !== null) return wished(outputs, [wish].flat());
  const [first, ...others] = outputs;
  if (first === undefined) throw invalidInput('A model with an output is required, this one has none');
  if (others.length === 0) return [first];
  const shares = outputs.filter(name => /prob/i.test(name));
  if (shares.length === 1) return shares;
  throw invalidInput(`A model with one output is required, this one has ${outputs.join(', ')}`, {
    path: 'output',
    hint: 'Say which one: output: NAME, or several whose numbers stand side by side: output: [NAME, NAME].',
  });
}

function wished(outputs: readonly string[], names: readonly string[]): readonly string[] {
  const odd = names.find(name => !outputs.includes(name));
  if (odd !== undefined) throw invalidInput(`The model has the outputs ${outputs.join(', ')}, not '${odd}'`, { path: 'output' });
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw invalidInput(`Each output may be named once, '${twice}' is named twice`, { path: 'output' });
  return names;
}
