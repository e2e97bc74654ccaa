/** Where the recipe being written is kept between visits; other screens may put one there to be edited. */
export const DRAFT_KEY = 'espalier.recipe-draft';

/** The editor of recipes, with what was last written in it. */
export const EDITOR_PATH = '/new/recipe';

/** A recipe on its way to where it is best changed; beside the editor's own draft, which stays where a wizard takes it. */
const EDIT_KEY = 'espalier.recipe-to-edit';

/** The wizard that makes such a recipe as was put here, else the editor. */
export const EDIT_PATH = `/new/${encodeURIComponent('edit~new')}`;

/** The editor reads it when it opens. */
export function putDraft(text: string): void {
  window.localStorage.setItem(DRAFT_KEY, JSON.stringify(text));
}

/** The draft as it is; empty when there is none. */
export function readDraft(): string {
  return read(DRAFT_KEY);
}

/** For "edit as new": followed by `EDIT_PATH`. */
export function putEdit(text: string): void {
  window.localStorage.setItem(EDIT_KEY, JSON.stringify(text));
}

export function readEdit(): string {
  return read(EDIT_KEY);
}

function read(key: string): string {
  try {
    const draft: unknown = JSON.parse(window.localStorage.getItem(key) ?? '""');
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
  | { readonly kind: 'edit' }
  /** The text editor: with the draft of its own, a recipe of the program, or one saved here. */
  | { readonly kind: 'recipe'; readonly id: string };

export function readNewAddress(id: string | undefined): NewAddress {
  if (id === undefined || id === '') return { kind: 'start' };
  const [word = '', first = '', ...rest] = id.split('~');
  if (word === 'make' && first !== '') return { kind: 'make', stepKind: first, reference: rest.length === 0 ? null : rest.join('~') };
  if (word === 'draft' && first !== '') return { kind: 'draft', draftId: first };
  if (word === 'edit' && first !== '') return { kind: 'edit' };
  return { kind: 'recipe', id };
}
