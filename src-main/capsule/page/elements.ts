type Attributes = Readonly<Record<string, string>>;

/** An element with attributes and children; texts stay texts. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** A button that opens the choice of files, or of a folder. */
export function fileButton(text: string, attributes: Attributes, chosen: (files: readonly File[]) => void): HTMLElement {
  const input = element('input', { type: 'file', multiple: '', ...attributes });
  input.addEventListener('change', () => {
    chosen([...(input.files ?? [])]);
    input.value = '';
  });
  return element('label', { class: 'button' }, text, input);
}
