import type { LabelMap } from '../../../../../src-shared/domain/serial-fusion.ts';
import { invalidInput } from '../../../../../src-shared/lib/app-error.ts';
import { closest } from '../../../../../src-shared/lib/closest.ts';

/** A member's class name → the data's. What it leaves out goes by name. */
export type LabelTable = Readonly<Record<string, string>>;

/**
 * Which class of the data each class of a member is: by the table, else by the same name. Classes without one are listed, on
 * both sides. Throws `invalid-input` for a table that names a class neither has.
 */
export function mapLabels(member: readonly string[], data: readonly string[], table: LabelTable = {}): LabelMap {
  for (const [theirs, ours] of Object.entries(table)) {
    assertKnown(theirs, member, 'The member');
    assertKnown(ours, data, 'The data');
  }
  const pairs = member.map(name => [name, table[name] ?? name] as const);
  const mapped = pairs.filter(([, ours]) => data.includes(ours));
  const known = new Set(mapped.map(([, ours]) => ours));
  return {
    mapped: mapped.map(([from, to]) => ({ from, to })),
    unmapped: pairs.flatMap(([theirs, ours]) => (data.includes(ours) ? [] : [theirs])),
    unknown: data.filter(name => !known.has(name)),
  };
}

function assertKnown(name: string, classes: readonly string[], who: string): void {
  if (classes.includes(name)) return;
  const near = closest(name, classes);
  const hint = near === null ? `Its classes: ${classes.slice(0, 20).join(', ')}.` : `Did you mean '${near}'?`;
  throw invalidInput(`${who} must have a class '${name}', which the table of labels names`, { path: 'method.labels', hint });
}
