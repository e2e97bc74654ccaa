/** A piece of a page, as text alone. */
export type CardBlock =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'table'; readonly rows: readonly (readonly string[])[] };

/** The words of an HTML page in order, without its charts: the screens' own policy lets no foreign style in. */
export function cardBlocks(html: string): readonly CardBlock[] {
  const page = new DOMParser().parseFromString(withoutStyle(html), 'text/html');
  return [...page.querySelectorAll('h1, h2, h3, p, table')].flatMap((element): CardBlock[] => {
    if (element instanceof HTMLTableElement) return [{ kind: 'table', rows: [...element.rows].map(rowText).filter(isSaid) }];
    const text = textOf(element);
    if (text === '' || element.closest('table') !== null) return [];
    return [{ kind: element.tagName === 'P' ? 'paragraph' : 'heading', text }];
  });
}

/** Even a document that is only parsed complains of styles the policy forbids. */
function withoutStyle(html: string): string {
  return html.replaceAll(/<style[\s\S]*?<\/style>/g, '').replaceAll(/\sstyle="[^"]*"/g, '');
}

function rowText({ cells }: HTMLTableRowElement): readonly string[] {
  return [...cells].map(textOf);
}

function isSaid(cells: readonly string[]): boolean {
  return cells.some(cell => cell !== '');
}

function textOf({ textContent }: Element): string {
  return textContent.replaceAll(/\s+/g, ' ').trim();
}
