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
