import type { Dependents } from '../../../src-shared/contracts/models.contract.ts';
import { invalidInput } from '../../../src-shared/lib/app-error.ts';

/** Throws `invalid-input` where a run that is not at its end may still read the model or data set. */
export function assertUnread(name: string, { openRuns }: Dependents): void {
  if (openRuns.length === 0) return;
  throw invalidInput(`Runs that are not at their end may still read '${name}': ${openRuns.map(run => run.name).join(', ')}`, {
    hint: 'Let them end, or delete it all the same with --force: a step that needs it will fail until the deletion is taken back.',
  });
}

/** What is gone, and what was made from it and stays. */
export function deletionLines(
  deleted: readonly { readonly name: string; readonly id: string }[],
  { models, reports, files, older }: Dependents,
): readonly string[] {
  const stays = [...models, ...reports].map(({ name }) => name);
  const lists = [
    ['Made from it or showing it, and still there', [...new Set(stays)]],
    ['Exported from it, and still there', files],
  ] as const;
  return [
    ...deleted.map(({ name, id }) => `Deleted ${name} (${id})`),
    ...older.map(({ name, id, runName }) => `  From now on '${name}' means the older one that run '${runName}' made (${id})`),
    ...lists.flatMap(([title, names]) => (names.length === 0 ? [] : [`  ${title}: ${names.join(', ')}`])),
  ];
}
