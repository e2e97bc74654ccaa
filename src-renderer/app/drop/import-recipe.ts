import { namesOfSource } from '../../components/intake/source-names.ts';

/** What came into the workspace, as the draft of an import names it. */
export interface ImportedSource {
  readonly source: string;
  readonly name: string;
  /** The kind of reader, where the name of the source does not tell it. */
  readonly kind: string | null;
  /** A network, which is imported for data that is to be named. */
  readonly isModel?: boolean;
}

/** The recipe that imports what was dropped: to be looked at, completed and run. Quoted as JSON, which YAML reads. */
export function importRecipe(sources: readonly ImportedSource[]): string {
  const data = sources.filter(({ isModel }) => isModel !== true);
  const steps = sources.map((each, i) => {
    if (each.isModel === true) return modelStep(each, sources.length === data.length + 1 ? 'imported' : `imported-${i + 1}`, data.length);
    const { source, kind } = each;
    const place = data.indexOf(each) + 1;
    const name = data.length === 1 ? 'data' : `data-${place}`;
    const lines = [`  ${name}:`, '    do: import-data', `    source: ${JSON.stringify(source)}`];
    return [...lines, ...(kind === null ? [] : [`    kind: ${kind}`])].join('\n');
  });
  return ['espalier: 1', `name: ${JSON.stringify(namesOfSource(sources[0]?.name ?? '').run)}`, 'seed: 1', 'steps:', ...steps, ''].join(
    '\n',
  );
}

/** What it is for is the data that came with it; else a person has to say it. */
function modelStep({ source }: ImportedSource, name: string, data: number): string {
  const lines = [`  ${name}:`, '    do: import-model', `    source: ${JSON.stringify(source)}`];
  return [...lines, `    data: ${data === 1 ? 'data' : data > 1 ? 'data-1' : 'data:NAME'}`].join('\n');
}
