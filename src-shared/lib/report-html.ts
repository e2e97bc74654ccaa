/** A table as plain strings, for other documents. */
export interface TextTable {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export interface HtmlReport {
  /** BCP 47. */
  readonly language: string;
  readonly title: string;
  readonly subtitle: string;
  readonly sentence: string;
  readonly cautions: readonly string[];
  readonly tables: readonly { readonly title: string; readonly table: TextTable }[];
  /** SVG made by this program, put in as it is. */
  readonly charts: readonly { readonly label: string; readonly svg: string }[];
  /** Who made it, and when. */
  readonly footer: string;
}

const STYLE = `
body { font: 14px/1.45 system-ui, "Noto Sans CJK SC", sans-serif; color: #1d231c; max-width: 1080px; margin: 32px auto; padding: 0 24px; font-variant-numeric: tabular-nums; }
h1 { font-size: 20px; margin: 0; } h2 { font-size: 15px; margin: 28px 0 8px; } p { margin: 6px 0; }
.soft, footer { color: #566053; } .sentence { border-left: 3px solid #2a7549; background: #e3f1e8; padding: 8px 14px; }
.cautions { border-left: 3px solid #8a5a00; background: #fdf3dc; padding: 8px 14px 8px 30px; margin: 12px 0; }
table { border-collapse: collapse; width: 100%; font-size: 13px; } th, td { text-align: right; padding: 5px 9px; border-bottom: 1px solid #eceeea; }
th { color: #566053; font-weight: 500; } th:first-child, td:first-child { text-align: left; } svg { max-width: 100%; height: auto; }
figure { margin: 12px 0; break-inside: avoid; } tr { break-inside: avoid; } footer { margin-top: 32px; font-size: 12px; }`;

/** One file that needs nothing else: for whoever has no Espalier. */
export function reportHtml({ language, title, subtitle, sentence, cautions, tables, charts, footer }: HtmlReport): string {
  return [
    '<!doctype html>',
    `<html lang="${escaped(language)}">`,
    `<head><meta charset="utf-8"><title>${escaped(title)}</title><style>${STYLE}</style></head>`,
    '<body>',
    `<h1>${escaped(title)}</h1>`,
    `<p class="soft">${escaped(subtitle)}</p>`,
    ...(sentence === '' ? [] : [`<p class="sentence">${escaped(sentence)}</p>`]),
    ...(cautions.length === 0 ? [] : [`<ul class="cautions">${cautions.map(caution => `<li>${escaped(caution)}</li>`).join('')}</ul>`]),
    ...charts.map(({ label, svg }) => `<figure aria-label="${escaped(label)}">${svg}</figure>`),
    ...tables.map(({ title: heading, table }) => `<h2>${escaped(heading)}</h2>\n${tableHtml(table)}`),
    `<footer>${escaped(footer)}</footer>`,
    '</body></html>',
    '',
  ].join('\n');
}

function tableHtml({ header, rows }: TextTable): string {
  const cells = (tag: 'th' | 'td', row: readonly string[]): string => row.map(cell => `<${tag}>${escaped(cell)}</${tag}>`).join('');
  return [
    '<table>',
    `<thead><tr>${cells('th', header)}</tr></thead>`,
    '<tbody>',
    ...rows.map(row => `<tr>${cells('td', row)}</tr>`),
    '</tbody></table>',
  ].join('\n');
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** For a place between tags, or an attribute in quotes. */
export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, found => ENTITIES[found] ?? found);
}
