/** What came into the workspace, as the draft of an import names it. */
export interface ImportedSource {
  readonly source: string;
  readonly name: string;
  /** The kind of reader, where the name of the source does not tell it. */
  readonly kind: string | null;
}

/** The recipe that imports what was dropped: to be looked at, completed and run. Quoted as JSON, which YAML reads. */
export function importRecipe(sources: readonly ImportedSource[]): string {
  const steps = sources.map(({ source, kind }, i) => {
    const name = sources.length === 1 ? 'data' : `data-${i + 1}`;
    const lines = [`  ${name}:`, '    do: import-data', `    source: ${JSON.stringify(source)}`];
    return [...lines, ...(kind === null ? [] : [`    kind: ${kind}`])].join('\n');
  });
  return ['espalier: 1', `name: ${JSON.stringify(nameOf(sources))}`, 'seed: 1', 'steps:', ...steps, ''].join('\n');
}

/** Letters, digits and dashes: a recipe's name is a part of file names. */
function nameOf(sources: readonly ImportedSource[]): string {
  const plain = (sources[0]?.name ?? '').replace(/(\.[A-Za-z0-9]+)+$/, '').replaceAll(/[^\p{L}\p{N}]+/gu, '-');
  const trimmed = plain.replaceAll(/^-+|-+$/g, '').slice(0, 60);
  return `import-${trimmed === '' ? 'data' : trimmed}`;
}
