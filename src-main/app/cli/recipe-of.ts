import { stringify } from 'yaml';

/** A recipe from steps, for commands that are one: what they do is recorded like any other run. */
export function recipeOf(name: string, steps: Readonly<Record<string, unknown>>): string {
  return stringify({ espalier: 1, name, steps });
}
