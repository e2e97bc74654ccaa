import { isMap, isScalar, LineCounter, parseDocument, type Document } from 'yaml';
import { err, ok, type Result } from '../../lib/result.ts';
import type { Catalog } from '../params/param-spec.ts';
import type { ParamProblem } from '../params/problems.ts';
import { checkRecipe } from './check-recipe.ts';
import type { Recipe, RecipeProblem } from './recipe.ts';

const MAX_CHARACTERS = 1_000_000;

/** A recipe from YAML or JSON text. Problems carry the path, the line and the column they stand at. */
export function parseRecipe(text: string, catalog: Catalog): Result<Recipe, readonly RecipeProblem[]> {
  if (text.length > MAX_CHARACTERS)
    return err([{ path: '', message: `at most ${MAX_CHARACTERS} characters are allowed, got ${text.length}` }]);
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [syntax] = document.errors;
  if (syntax !== undefined) return err([{ path: '', message: syntax.message, ...place(lines, syntax.pos[0]) }]);
  const raw = toValue(document);
  if (!raw.ok) return raw;
  const checked = checkRecipe(raw.value, catalog);
  if (checked.ok) return ok(checked.value);
  return err(checked.error.map(problem => located(problem, document, lines)));
}

/** `steps.lean.target: message (line 7, column 5). Hint` */
export function problemText(problem: RecipeProblem): string {
  const where = problem.line === undefined ? '' : ` (line ${problem.line}, column ${problem.column ?? 1})`;
  const path = problem.path === '' ? '' : `${problem.path}: `;
  return `${path}${problem.message}${where}${problem.hint === undefined ? '' : `. ${problem.hint}`}`;
}

/** Aliases are expanded at most a hundred times: a small text can't become a huge value. */
function toValue(document: Document): Result<unknown, readonly RecipeProblem[]> {
  try {
    return ok(document.toJS({ maxAliasCount: 100 }));
  } catch (thrown) {
    return err([{ path: '', message: thrown instanceof Error ? thrown.message : String(thrown) }]);
  }
}

function located(problem: ParamProblem, document: Document, lines: LineCounter): RecipeProblem {
  const { path, message, hint } = problem;
  const offset = offsetOf(document, path);
  return { path: path.join('.'), message, ...(hint === undefined ? {} : { hint }), ...(offset === null ? {} : place(lines, offset)) };
}

/** Where the key of the path stands, or that of its nearest parent that does. */
function offsetOf(document: Document, path: readonly (string | number)[]): number | null {
  for (let depth = path.length; depth > 0; depth--) {
    const offset = keyOffset(document, path.slice(0, depth)) ?? rangeOf(document.getIn(path.slice(0, depth), true));
    if (offset !== null) return offset;
  }
  return null;
}

function keyOffset(document: Document, path: readonly (string | number)[]): number | null {
  const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  if (!isMap(parent)) return null;
  const pair = parent.items.find(item => isScalar(item.key) && item.key.value === path.at(-1));
  return pair === undefined ? null : rangeOf(pair.key);
}

function rangeOf(node: unknown): number | null {
  if (node === null || typeof node !== 'object' || !('range' in node)) return null;
  return (node.range as readonly number[] | null | undefined)?.[0] ?? null;
}

function place(lines: LineCounter, offset: number): { line: number; column: number } {
  const { line, col } = lines.linePos(offset);
  return { line, column: col };
}
