/** Labels of forms end in how they are written in a recipe; a form needs no such reminder. */
export function shortLabel(label: string): string {
  return label.replace(/ \(\{.*\}\)$/, '');
}
