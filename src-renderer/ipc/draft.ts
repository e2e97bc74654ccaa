/** Where the recipe being written is kept between visits; other screens may put one there to be edited. */
export const DRAFT_KEY = 'espalier.recipe-draft';

/** The editor of recipes, with what was last written in it. */
export const EDITOR_PATH = '/new/recipe';

/** For "edit as new": the editor reads it when it opens. */
export function putDraft(text: string): void {
  window.localStorage.setItem(DRAFT_KEY, JSON.stringify(text));
}

/** The draft as it is; empty when there is none. */
export function readDraft(): string {
  try {
    const draft: unknown = JSON.parse(window.localStorage.getItem(DRAFT_KEY) ?? '""');
    return typeof draft === 'string' ? draft : '';
  } catch {
    return '';
  }
}

/** The wizard of a step kind; with `reference` (`model:ID`, `data:ID`) in its first field that refers to such a thing. */
export function wizardPath(kind: string, reference?: string): string {
  return `/new/${encodeURIComponent(`make~${kind}${reference === undefined ? '' : `~${reference}`}`)}`;
}

/** A wizard where it was left. */
export function draftPath(draftId: string): string {
  return `/new/${encodeURIComponent(`draft~${draftId}`)}`;
}

/** What the last part of an address of the "new" screen stands for. */
export type NewAddress =
  | { readonly kind: 'start' }
  | { readonly kind: 'make'; readonly stepKind: string; readonly reference: string | null }
  | { readonly kind: 'draft'; readonly draftId: string }
  /** The text editor: with the draft of its own, a recipe of the program, or one saved here. */
  | { readonly kind: 'recipe'; readonly id: string };

export function readNewAddress(id: string | undefined): NewAddress {
  if (id === undefined || id === '') return { kind: 'start' };
  const [word = '', first = '', ...rest] = id.split('~');
  if (word === 'make' && first !== '') return { kind: 'make', stepKind: first, reference: rest.length === 0 ? null : rest.join('~') };
  if (word === 'draft' && first !== '') return { kind: 'draft', draftId: first };
  return { kind: 'recipe', id };
}
