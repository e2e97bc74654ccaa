/** Place in a text of a line and column, both from 1; beyond the end of a line or of the text: that end. */
export function offsetOf(text: string, line: number, column: number): number {
  const lines = text.split('\n');
  const index = Math.min(Math.max(1, line), lines.length) - 1;
  const before = lines.slice(0, index).reduce((sum, each) => sum + each.length + 1, 0);
  return before + Math.min(Math.max(1, column) - 1, lines[index]?.length ?? 0);
}
