import type { ParamSpec, ParamSpecs } from '../../../../src-shared/domain/params/param-spec.ts';
import { isRequired } from '../../../../src-shared/domain/params/starting-values.ts';
import { WIZARD_KINDS } from './wizard-kinds.ts';

export type PageId = 'what' | 'how' | 'review';

export interface WizardPage {
  readonly id: PageId;
  /** Names of the step's fields, in order. */
  readonly fields: readonly string[];
  /** Folded away. */
  readonly more: readonly string[];
}

/** The pages of a step: what it is about, how it is done (left out where nothing is left to say), review. */
export function pagesOf(kindId: string, specs: ParamSpecs): readonly WizardPage[] {
  const { what, more = [], how: listed } = WIZARD_KINDS[kindId] ?? {};
  const names = Object.keys(specs);
  const first = names.filter(name => (what === undefined ? isRequired(specs[name]!) : what.includes(name)));
  // What must be given and no entry knows of can't wait either, nor which columns are read: the label column of a table, for one.
  const isAsked = (spec: ParamSpec): boolean => isRequired(spec) || (spec.kind === 'text' && spec.column !== undefined);
  const asked = names.filter(name => !first.includes(name) && listed?.includes(name) !== true && isAsked(specs[name]!));
  const rest = names.filter(name => !first.includes(name) && !asked.includes(name));
  return [
    { id: 'what', fields: [...inOrder(first, what), ...asked], more: [] },
    ...(rest.length === 0
      ? []
      : [
          {
            id: 'how' as const,
            fields: inOrder(
              rest.filter(name => !more.includes(name)),
              listed,
            ),
            more: rest.filter(name => more.includes(name)),
          },
        ]),
    { id: 'review', fields: [], more: [] },
  ];
}

function inOrder(names: readonly string[], order: readonly string[] = []): readonly string[] {
  const rank = (name: string): number => (order.includes(name) ? order.indexOf(name) : order.length);
  return names.toSorted((a, b) => rank(a) - rank(b));
}
