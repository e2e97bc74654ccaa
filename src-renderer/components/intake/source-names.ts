/** What an import is called by default. */
export interface SourceNames {
  /** Of the run: any letters, digits and dashes, as a part of file names. */
  readonly run: string;
  /** Of the step, and of what it makes: as recipes refer to it. */
  readonly result: string;
}

const LONGEST = 60;

/** After the last part of `source` (a path, `builtin:NAME`) without its endings. */
export function namesOfSource(source: string): SourceNames {
  const last = source.split(/[/\\:]/).findLast(part => part !== '') ?? '';
  const stem = last.replace(/(\.[A-Za-z0-9]+)+$/, '');
  const run = dashed(stem, /[^\p{L}\p{N}]+/gu);
  const result = dashed(stem, /[^A-Za-z0-9_]+/g).replace(/^[^A-Za-z]+/, '');
  return { run: `import-${run === '' ? 'data' : run}`, result: result === '' ? 'data' : result };
}

function dashed(stem: string, others: RegExp): string {
  return stem
    .replaceAll(others, '-')
    .slice(0, LONGEST)
    .replaceAll(/^-+|-+$/g, '');
}
