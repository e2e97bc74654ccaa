import type { TextTable } from '../../../src-shared/lib/report-html.ts';
import { plainSpaces } from '../../components/csv.ts';

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
