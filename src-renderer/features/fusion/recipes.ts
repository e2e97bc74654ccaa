interface Named {
  readonly id: string;
  readonly name: string;
}

/** A method with its fields, as YAML in one line: `{ kind: cascade, confidence: margin }`. */
export type MethodText = string;

/** Where the step takes them: with their own answers, or with those that their folds gave. */
export type MemberField = 'members' | 'crossValidated';

/** The run that makes the fusion, as the text that `espalier run` takes. JSON strings are YAML. */
export function fuseRecipe(members: readonly Named[], method: MethodText, name: string, field: MemberField = 'members'): string {
  return [
    'espalier: 1',
    `name: ${JSON.stringify(name)}`,
    'seed: 1',
    'steps:',
    '  team:',
    '    do: fuse',
    `    ${field}:`,
    ...members.map(({ id }) => `      - ${JSON.stringify(`model:${id}`)}`),
    `    method: ${method}`,
    '',
  ].join('\n');
}

/** The fusion's recipe, and from its model one network of this preset. */
export function withSquash(recipe: string, preset: string): string {
  return [recipe.trimEnd(), '  one:', '    do: squash', '    model: team', `    student: { preset: ${preset} }`, '    epochs: 10', ''].join(
    '\n',
  );
}

/** What members without stored answers need: an evaluation on the validation part each. */
export function evaluateRecipe(models: readonly Named[], name: string): string {
  return [
    'espalier: 1',
    `name: ${JSON.stringify(name)}`,
    'seed: 1',
    'steps:',
    ...models.flatMap(({ id }, i) => [
      `  answers${i + 1}:`,
      '    do: evaluate',
      `    model: ${JSON.stringify(`model:${id}`)}`,
      '    split: validation',
    ]),
    '',
  ].join('\n');
}

export function methodText(id: string): MethodText {
  return `{ kind: ${id} }`;
}

/** A cascade at one setting of its curve: the most accurate that costs no more. */
export function cascadeText(confidence: string, cost: number): MethodText {
  return `{ kind: cascade, confidence: ${confidence}, target: { cost: ${cost} } }`;
}
