import { useMemo } from 'react';
import { useModels } from '../ipc/queries.ts';

/** Okabe-Ito order of `styles/tokens.css`; blue, green, orange first, as they differ most. */
const COLOURS = ['--s1', '--s3', '--s2', '--s4', '--s5', '--s6', '--s7'] as const;

/** Name → CSS variable, in the order names first came up. More names than colours start over. */
export function assignColours(names: readonly string[]): ReadonlyMap<string, string> {
  return new Map([...new Set(names)].map((name, i) => [name, COLOURS[i % COLOURS.length]!]));
}

/**
 * The colour of each model by the name of its step, or by its given name: replicates share it, and so do all screens,
 * because the order is that of the workspace's models by age. `alsoNames` are models on screen that the workspace doesn't
 * list (yet).
 */
export function useSeriesColours(alsoNames: readonly string[] = []): (name: string) => string {
  const models = useModels();
  const also = alsoNames.join('\n');
  return useMemo(() => {
    const oldestFirst = [...(models.data ?? [])].sort((a, b) => a.createdMs - b.createdMs);
    const stepOf = new Map(oldestFirst.flatMap(({ givenName, step }) => (givenName === null ? [] : [[givenName, step] as const])));
    const others = also.split('\n').filter(name => name !== '' && !stepOf.has(name));
    const colours = assignColours([...oldestFirst.map(model => model.step), ...others]);
    return name => `var(${colours.get(stepOf.get(name) ?? name) ?? '--s7'})`;
  }, [models.data, also]);
}
