/** With its middle left out where it has more characters than that: what is named by one rule differs at its ends. */
export function shortened(text: string, most: number): string {
  const characters = [...text];
  if (!(characters.length > most)) return text;
  const head = Math.max(1, Math.floor((most - 1) * 0.45));
  const tail = Math.max(1, most - 1 - head);
  return `${characters.slice(0, head).join('')}…${characters.slice(-tail).join('')}`;
}
