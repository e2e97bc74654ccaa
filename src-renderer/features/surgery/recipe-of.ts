/** What the review adds to the channels that go. */
export interface PruneSettings {
  readonly name: string;
  readonly schedule: { readonly id: string; readonly params: Readonly<Record<string, number>> };
  readonly epochs: number;
  readonly controls: { readonly random: boolean; readonly scratch: boolean; readonly dense: boolean };
}

interface RecipeInput extends PruneSettings {
  readonly modelId: string;
  readonly criterion: string;
  readonly removed: Readonly<Record<string, readonly number[]>>;
}

/** The run as the text that `espalier run` takes. */
export function recipeOf({ name, modelId, criterion, removed, schedule, epochs, controls }: RecipeInput): string {
  const params = Object.entries(schedule.params).map(([key, value]) => `, ${key}: ${value}`);
  return [
    'espalier: 1',
    `name: ${JSON.stringify(name)}`,
    'seed: 1',
    'steps:',
    '  cut:',
    '    do: prune',
    `    model: ${JSON.stringify(`model:${modelId}`)}`,
    `    criterion: { kind: ${criterion} }`,
    '    granularity: { kind: channels }',
    '    target:',
    '      channels:',
    ...Object.entries(removed).map(([layer, channels]) => `        ${JSON.stringify(layer)}: [${channels.join(', ')}]`),
    `    schedule: { kind: ${schedule.id}${params.join('')} }`,
    `    fineTune: { epochs: ${epochs} }`,
    `    controls: { random: ${controls.random}, scratch: ${controls.scratch}, dense: ${controls.dense} }`,
    '',
  ].join('\n');
}
