import { compileTemplate, joinPieces, valuesIn, type MessageTemplate } from './message-template.ts';

/** What a language has for the texts that main and the shared checks word in English. */
export interface MessageCatalogue {
  /** By the English template, as it stands in the source with `{1}`, `{2}` … for its values. */
  readonly templates: Readonly<Record<string, string>>;
  /** Short values, also in lists: `train`, `weights and channels`. */
  readonly words: Readonly<Record<string, string>>;
  /** What fields, algorithms and steps are called; messages have them in small letters. */
  readonly labels: Readonly<Record<string, string>>;
  readonly marks: { readonly colon: string; readonly semicolon: string; readonly stop: string; readonly comma: string };
  readonly and: string;
  readonly or: string;
  readonly brackets: readonly [string, string];
}

export type TranslateMessage = (english: string) => string;

/** Longer texts are logs or files that came with a message. */
const LONGEST = 4000;
/** Pieces of one message that are looked up; a hostile text asks for more. */
const MOST_PIECES = 60;
const DEEPEST = 10;
/** Texts whose translation is kept: a screen draws the same ones again and again. */
const MOST_KNOWN = 4000;

interface Compiled {
  readonly catalogue: MessageCatalogue;
  /** Texts without values. */
  readonly whole: ReadonlyMap<string, string>;
  readonly labels: ReadonlyMap<string, string>;
  /** Templates that could begin a text, by its first character; the most literal ones first. */
  candidatesFor(text: string): readonly MessageTemplate[];
}

interface Search {
  readonly compiled: Compiled;
  readonly depth: number;
  readonly budget: { left: number };
  /** `value`: of a template; only there are single words and lists looked at, as elsewhere they are anyone's. */
  readonly at: 'text' | 'value' | 'item';
}

/**
 * From worded English to the catalogue's language, the way gettext has it: the English is the key, so that whoever words a
 * message needs to know nothing of languages. Values that are messages themselves are translated in turn; what stands in
 * quotes is the user's own and stays. A text without a template is given back as it is.
 */
export function createMessageTranslator(catalogue: MessageCatalogue): TranslateMessage {
  const compiled = compile(catalogue);
  const known = new Map<string, string>();
  return english => {
    if (english.length > LONGEST) return english;
    const before = known.get(english);
    if (before !== undefined) return before;
    if (known.size >= MOST_KNOWN) known.clear();
    const translation = found(english, { compiled, depth: DEEPEST, budget: { left: MOST_PIECES }, at: 'text' }) ?? english;
    known.set(english, translation);
    return translation;
  };
}

function compile(catalogue: MessageCatalogue): Compiled {
  // A text that goes on after another begins with a space, and without it where it stands alone.
  const entries = Object.entries(catalogue.templates).map(([english, translation]) => [english.trimStart(), translation] as const);
  const sorted = entries
    .filter(([english]) => /\{\d+\}/.test(english))
    .map(([english, translation]) => compileTemplate(english, translation))
    .sort((a, b) => b.weight - a.weight);
  const starts = new Set(sorted.map(({ literals }) => (literals[0] ?? '').slice(0, 1)));
  const fits = (prefix: string, start: string): boolean => prefix === '' || (start !== '' && prefix.startsWith(start));
  const byStart = new Map([...starts].map(start => [start, sorted.filter(({ literals }) => fits(literals[0] ?? '', start))]));
  return {
    catalogue,
    whole: new Map(entries),
    labels: labelsOf(catalogue),
    candidatesFor: text => byStart.get(text.slice(0, 1)) ?? byStart.get('') ?? [],
  };
}

/** By their English in small letters. `Epochs` is a field and `epochs` its unit: the field is meant. */
function labelsOf({ labels }: MessageCatalogue): ReadonlyMap<string, string> {
  const fieldsLast = Object.entries(labels).sort(([a], [b]) => Number(/^[A-Z]/.test(a)) - Number(/^[A-Z]/.test(b)));
  return new Map(fieldsLast.map(([english, translation]) => [english.toLowerCase(), translation]));
}

/** The translation; null when there is none. */
function found(text: string, search: Search): string | null {
  if (search.depth === 0 || search.budget.left-- <= 0 || !/[A-Za-z]{2}/.test(text)) return null;
  const deeper = { ...search, depth: search.depth - 1 };
  return wordFor(text, search) ?? fromTemplate(text, deeper, isClean) ?? fromParts(text, deeper) ?? fromTemplate(text, deeper, () => true);
}

function wordFor(text: string, { compiled, at }: Search): string | null {
  if (at === 'text') return null;
  const word = compiled.catalogue.words[text];
  if (word !== undefined) return word;
  // An item of one word is the name of a field, as a recipe writes it.
  return at === 'item' && !text.includes(' ') ? null : (compiled.labels.get(text.toLowerCase()) ?? null);
}

type Accept = (values: readonly string[], template: MessageTemplate) => boolean;

/** Whether no value has swallowed the end of a sentence or of a line, or the place a message begins with. */
const isClean: Accept = (values, { literals }) => {
  if (values.some(value => /[.?] (?=[A-Z])|\n/.test(value))) return false;
  const swallowsPlace = literals[0] === '' && /^[^'"{]*?: /.test(values[0] ?? '');
  const swallowsStop = literals.at(-1) === '' && (values.at(-1) ?? '').endsWith('.');
  return !swallowsPlace && !swallowsStop;
};

function fromTemplate(text: string, search: Search, accept: Accept): string | null {
  // The first letter of a sentence may have been made small where it goes on after a colon.
  const capital = text.slice(0, 1).toUpperCase() + text.slice(1);
  return matched(text, search, accept) ?? (capital === text ? null : matched(capital, search, accept));
}

function matched(text: string, search: Search, accept: Accept): string | null {
  const whole = search.compiled.whole.get(text);
  if (whole !== undefined) return whole;
  for (const template of search.compiled.candidatesFor(text)) {
    const values = valuesIn(text, template);
    if (values === null || !accept(values, template)) continue;
    return joinPieces(template.translation.map(part => (typeof part === 'string' ? part : valueOf(part, { values, template }, search))));
  }
  return null;
}

function valueOf(
  index: number,
  { values, template }: { readonly values: readonly string[]; readonly template: MessageTemplate },
  search: Search,
): string {
  const value = values[index] ?? '';
  if (template.quoted[index] === true) return value;
  const own = found(value.trimStart(), { ...search, at: 'value' });
  return own === null ? value : indentOf(value) + own;
}

/** Texts put together from several: lines, sentences, `place: what`, lists. */
function fromParts(text: string, search: Search): string | null {
  const { marks, and, or } = search.compiled.catalogue;
  const outer = { ...search, at: 'text' } as const;
  return (
    inLines(text, outer) ??
    inSentences(text, outer) ??
    withoutStop(text, outer) ??
    (/^ ?\(/.test(text) ? withBrackets(text, search) : null) ??
    joined(text.split('; '), marks.semicolon, outer) ??
    afterColon(text, outer) ??
    withBrackets(text, search) ??
    (search.at === 'text' ? null : (listed(text, / and /, and, search) ?? listed(text, /,? or /, or, search) ?? plainList(text, search)))
  );
}

function inLines(text: string, search: Search): string | null {
  const lines = text.split('\n');
  if (lines.length === 1) return null;
  const own = lines.map(line => found(line.trim(), { ...search, budget: { left: MOST_PIECES } }));
  if (own.every(line => line === null)) return null;
  return lines.map((line, i) => (own[i] === null ? line : indentOf(line) + (own[i] ?? ''))).join('\n');
}

function joined(parts: readonly string[], mark: string, search: Search): string | null {
  if (parts.length === 1) return null;
  const own = parts.map(part => found(part, search));
  return own.every(part => part === null) ? null : parts.map((part, i) => own[i] ?? part).join(mark);
}

/** Of a line of several; a single space only parts a sentence from the one before. */
function indentOf(line: string): string {
  return /^\s{2,}/.exec(line)?.[0] ?? '';
}

/** `steps.lean.target: a message`, `WebGPU: a reason`. */
function afterColon(text: string, search: Search): string | null {
  const at = text.indexOf(': ');
  if (at <= 0 || text.slice(0, at).includes('{')) return null;
  const { whole, catalogue } = search.compiled;
  const [head, words] = [text.slice(0, at), found(text.slice(at + 2), search)];
  return words === null ? null : (whole.get(head) ?? head) + catalogue.marks.colon + words;
}

function inSentences(text: string, search: Search): string | null {
  const at = text.search(/[.?] (?=[A-Z])/);
  if (at < 0) return null;
  const [first, rest] = [text.slice(0, at + 1), text.slice(at + 2)];
  const [head, tail] = [found(first, search), found(rest, search)];
  return head === null && tail === null ? null : joinPieces([head ?? `${first} `, tail ?? rest]);
}

/** A message that became a sentence where others follow it. */
function withoutStop(text: string, search: Search): string | null {
  const own = text.endsWith('.') ? found(text.slice(0, -1), search) : null;
  return own === null ? null : own + search.compiled.catalogue.marks.stop;
}

/** `what (where)`, or brackets alone. */
function withBrackets(text: string, search: Search): string | null {
  if (!text.endsWith(')')) return null;
  const at = /^ ?\(/.test(text) ? text.indexOf('(') : text.lastIndexOf(' (') + 1;
  if (text.charAt(at) !== '(') return null;
  const [before, within] = [text.slice(0, at).trimEnd(), text.slice(at + 1, -1)];
  const [outer, inner] = [found(before, search), found(within, search)];
  if (outer === null && inner === null) return null;
  const [open, close] = search.compiled.catalogue.brackets;
  return (outer ?? before) + open + (inner ?? within) + close;
}

/** A value of a list that is one word, a quoted text, or something in brackets. */
const ITEM = /^(?:[^\s,]+|'[^']*'|\[[^[\]]*\])$/;

/** `a, b and c` inside a message: the words between are translated, and the items where they are known. */
function listed(text: string, between: RegExp, word: string, search: Search): string | null {
  const parts = text.split(between);
  if (parts.length === 1) return null;
  const own = parts.map(part => found(part, { ...search, at: 'item' }));
  const known = parts.every((part, i) => own[i] !== null || part.split(', ').every(item => ITEM.test(item)));
  if (!known) return null;
  const { comma } = search.compiled.catalogue.marks;
  const before = (i: number): string[] => (i === 0 ? [] : [i === parts.length - 1 ? word : comma]);
  return joinPieces(parts.flatMap((part, i) => [...before(i), own[i] ?? part]));
}

/** `adam, sgd, rmsprop`: ids stay as a recipe writes them. */
function plainList(text: string, search: Search): string | null {
  const items = text.split(', ');
  if (items.length === 1 || !items.every(item => ITEM.test(item))) return null;
  return items.join(search.compiled.catalogue.marks.comma);
}
