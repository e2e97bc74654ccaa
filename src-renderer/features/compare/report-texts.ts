/** A table as plain strings, for copying into other documents. */
export interface TextTable {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export function toMarkdown({ header, rows }: TextTable): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(cell => plainSpaces(cell).replaceAll('|', '\\|')).join(' | ')} |`;
  const rule = `| ${header.map((_, i) => (i === 0 ? '---' : '---:')).join(' | ')} |`;
  return [line(header), rule, ...rows.map(line)].join('\n');
}

/** A `tabular` with booktabs rules. */
export function toLatex({ header, rows }: TextTable): string {
  const line = (cells: readonly string[]): string => `${cells.map(escapeLatex).join(' & ')} \\\\`;
  return [
    `\\begin{tabular}{l${'r'.repeat(header.length - 1)}}`,
    '\\toprule',
    line(header),
    '\\midrule',
    ...rows.map(line),
    '\\bottomrule',
    '\\end{tabular}',
  ].join('\n');
}

/** RFC 4180. Cells a spreadsheet would take for a formula get an apostrophe, unless they are numbers. */
export function toCsv({ header, rows }: TextTable): string {
  return [header, ...rows].map(cells => cells.map(csvCell).join(',')).join('\r\n');
}

function csvCell(cell: string): string {
  const text = plainSpaces(cell);
  const safe = /^[=+\-@\t]/.test(text) && !/^[+-]?[\d.,]+(e[+-]?\d+)?$/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const LATEX: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  '−': '$-$',
  '–': '--',
  '\u00a0': '~',
};

function escapeLatex(text: string): string {
  return text.replace(/[\\~^−–\u00a0]|[&%$#_{}]/g, found => LATEX[found] ?? `\\${found}`);
}

function plainSpaces(text: string): string {
  return text.replaceAll('\u00a0', ' ');
}
