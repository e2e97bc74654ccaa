/** What one of several replicates is called in plain text: `net #2`; the name alone where there is one. `replicate` counts from 0. */
export function numberedName(name: string, replicate: number | null): string {
  return replicate === null ? name : `${name} #${replicate + 1}`;
}
