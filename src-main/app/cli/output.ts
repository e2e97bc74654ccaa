import type { AppError } from '../../../src-shared/lib/app-error.ts';
import { encodeWire } from '../../../src-shared/lib/wire.ts';

/** Where a command writes: text for people, or one JSON object a line. */
export interface Output {
  readonly json: boolean;
  /** A result: the object with `--json`, else the lines of `text`. */
  result(value: unknown, text: () => readonly string[]): void;
  /** News on the way; with `--json` an object with a `type`. */
  event(value: Readonly<Record<string, unknown>>): void;
  /** Lines that may be drawn over on a terminal; nothing with `--json`. */
  status(lines: readonly string[]): void;
  line(text: string): void;
  /** Clears the status lines. */
  done(): void;
}

export interface Streams {
  readonly out: NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };
  readonly error: NodeJS.WritableStream;
}

export function createOutput(json: boolean, { out }: Streams): Output {
  let drawn = 0;
  const clear = (): void => {
    if (drawn > 0) out.write(`\r\u001b[K${'\u001b[1A\u001b[K'.repeat(drawn - 1)}`);
    drawn = 0;
  };
  const line = (text: string): void => {
    clear();
    out.write(`${text}\n`);
  };
  return {
    json,
    done: clear,
    line: text => (json ? undefined : line(text)),
    result: (value, text) => (json ? line(encodeWire(value)) : text().forEach(line)),
    event: value => (json ? line(encodeWire(value)) : undefined),
    status(lines) {
      if (json || out.isTTY !== true) return;
      clear();
      out.write(lines.map(text => text.slice(0, (out.columns ?? 100) - 1)).join('\n'));
      drawn = lines.length;
    },
  };
}

/** `code: sentence` with place and hint, or the object. */
export function printError(error: AppError, json: boolean, { error: stream }: Streams): void {
  if (json) stream.write(`${JSON.stringify(error)}\n`);
  else stream.write(`${errorText(error)}\n`);
}

export function errorText({ code, message, path, hint, id }: AppError): string {
  const place = path === undefined ? '' : ` (${path})`;
  const quote = id === undefined ? '' : `\n  Quote ${id} when you report this.`;
  return `${code}: ${message}${place}${hint === undefined ? '' : `\n  ${hint}`}${quote}`;
}

/** How a quantity begins: `1,024`, `−3 %`, `3.81 MB`; and what stands where there is none. */
const QUANTITY = /^([-−+±≤≥<>~≈]?\s?\d|[-–—]?$)/;

/** Columns padded to their widest cell: the first and those of words left, quantities right. */
export function tableLines(header: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const all = [header, ...rows];
  const widths = header.map((_, i) => Math.max(...all.map(row => (row[i] ?? '').length)));
  const isRight = header.map((_, i) => i > 0 && rows.every(row => QUANTITY.test(row[i] ?? '')));
  return all.map(row =>
    row
      .map((cell, i) => (isRight[i] === true ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!)))
      .join('  ')
      .trimEnd(),
  );
}

/** Columns of a terminal that was never resized. */
const COLUMNS = 80;

/** The words of a text, each line behind `indent` and no wider than a terminal but for a word that is. */
export function wrappedLines(text: string, indent: string): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && indent.length + line.length + 1 + word.length > COLUMNS) {
      lines.push(indent + line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, indent + line];
}
