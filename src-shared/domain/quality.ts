/** The one figure a list shows of a model: how good its answers are. */
export interface Quality {
  readonly name: string;
  readonly value: number;
  readonly better: 'higher' | 'lower';
}

/** In the order in which they are preferred. */
const FIGURES: readonly (readonly [name: string, better: Quality['better']])[] = [
  ['accuracy', 'higher'],
  ['mae', 'lower'],
  ['rmse', 'lower'],
  ['loss', 'lower'],
];

/** Accuracy where there is one, else the first error measure, else the loss; null without any of them. */
export function qualityOf(validation: Readonly<Record<string, number>>): Quality | null {
  for (const [name, better] of FIGURES) {
    const value = validation[name];
    if (value !== undefined) return { name, value, better };
  }
  return null;
}
