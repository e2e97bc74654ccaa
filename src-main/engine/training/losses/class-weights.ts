import { invalidInput } from '../../../../src-shared/lib/app-error.ts';

export const classWeightsParam = {
  kind: 'one-of',
  label: 'Class weights',
  help: "How much an item counts, by its class; 'balanced' gives every class the same total.",
  default: 'none',
  source: "King & Zeng 2001 for 'balanced': items / (classes · items of the class)",
  options: [
    { kind: 'choice', label: 'none or balanced', options: ['none', 'balanced'] },
    {
      kind: 'list',
      label: 'A weight per class',
      of: { kind: 'number', label: 'Weight', min: 0, max: 1e6 },
      minItems: 2,
      maxItems: 100_000,
    },
  ],
} as const;

export type ChosenWeights = 'none' | 'balanced' | readonly number[];

/** `countItems`: of each class in the training part. A class without items weighs 0 under `balanced`. */
export function resolveClassWeights(chosen: ChosenWeights, classes: number, countItems: () => readonly number[]): readonly number[] | null {
  if (chosen === 'none') return null;
  if (chosen === 'balanced') {
    const counts = countItems();
    const items = counts.reduce((sum, n) => sum + n, 0);
    const present = counts.filter(n => n > 0).length;
    return counts.map(n => (n === 0 ? 0 : items / (present * n)));
  }
  if (chosen.length === classes && chosen.some(weight => weight > 0)) return chosen;
  if (chosen.length === classes)
    throw invalidInput('At least one class weight above 0 is required, got only zeros', { path: 'loss.classWeights' });
  throw invalidInput(`${classes} class weights are required, one per class, got ${chosen.length}`, { path: 'loss.classWeights' });
}
