export type TokenKind = 'key' | 'text' | 'number' | 'comment' | 'plain';

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
}

// Comments only at the line's start or after a space; keys up to their colon; quoted texts; numbers and truth values.
const PATTERN =
  /(^|(?<=\s))#.*$|"(?:[^"\\\n]|\\.)*"|'(?:[^'\n]|'')*'|[A-Za-z_][\w./-]*(?=\s*:(?:\s|$))|(?<![\w.-])-?(?:\d+\.?\d*(?:e[+-]?\d+)?|true|false|null)(?![\w.-])/gm;

/** Colours for the eye, not a parser: the pieces of a YAML text, end to end equal to the text. */
export function highlight(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  for (const match of text.matchAll(PATTERN)) {
    if (match[0] === '') continue;
    if (match.index > at) tokens.push({ kind: 'plain', text: text.slice(at, match.index) });
    tokens.push({ kind: kindOf(match[0], text[match.index + match[0].length]), text: match[0] });
    at = match.index + match[0].length;
  }
  if (at < text.length) tokens.push({ kind: 'plain', text: text.slice(at) });
  return tokens;
}

function kindOf(piece: string, next: string | undefined): TokenKind {
  if (piece.startsWith('#')) return 'comment';
  if (/^["']/.test(piece)) return 'text';
  return /^[A-Za-z_]/.test(piece) && next !== undefined && !/^(true|false|null)$/.test(piece) ? 'key' : 'number';
}
