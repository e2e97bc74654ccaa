import ts from 'typescript';

/** A text that main or a shared check words, as the catalogue of messages has it: `a value in {1} is required, got {2}`. */
export interface MessageTemplate {
  readonly file: string;
  readonly line: number;
  readonly template: string;
}

/** Fields of param specs and catalogue entries have a catalogue of their own. */
const SPEC_FIELDS = new Set(['label', 'help', 'source', 'title', 'pattern', 'unit', 'role']);

type Piece = string | ts.Expression;

/**
 * Every text of a source file that reads like a message, whoever words it: literals and template literals of two words
 * and more, joined with `+` or not. Left out are types, imports, and what only programmers see (`throw new Error`).
 */
export function messageTemplates(file: string, text: string): MessageTemplate[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found: MessageTemplate[] = [];
  const visit = (node: ts.Node): void => {
    if (isUnseen(node, source)) return;
    const pieces = piecesOf(node);
    if (pieces === null) return ts.forEachChild(node, visit);
    const template = templateOf(pieces);
    if (readsLikeWords(pieces)) {
      found.push({ file, line: source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1, template });
    }
    for (const piece of pieces) if (typeof piece !== 'string') visit(piece);
  };
  visit(source);
  return found;
}

function isUnseen(node: ts.Node, source: ts.SourceFile): boolean {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node) || ts.isTypeNode(node)) return true;
  if (ts.isNewExpression(node)) return node.expression.getText(source) === 'Error';
  return ts.isPropertyAssignment(node) && SPEC_FIELDS.has(node.name.getText(source));
}

/** Texts and the values between them; null for what is no text. */
function piecesOf(node: ts.Node): readonly Piece[] | null {
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (ts.isTemplateExpression(node)) {
    return [node.head.text, ...node.templateSpans.flatMap(({ expression, literal }): Piece[] => [expression, literal.text])];
  }
  if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.PlusToken) return null;
  const [left, right] = [piecesOf(node.left), piecesOf(node.right)];
  if (left === null && right === null) return null;
  return [...(left ?? [node.left]), ...(right ?? [node.right])];
}

function templateOf(pieces: readonly Piece[]): string {
  let number = 0;
  return pieces.map(piece => (typeof piece === 'string' ? piece : `{${++number}}`)).join('');
}

function readsLikeWords(pieces: readonly Piece[]): boolean {
  const words = pieces.map(piece => (typeof piece === 'string' ? piece : ' ')).join('');
  return (words.match(/(?<![\w./-])[A-Za-z][a-z’']+(?![\w/-])/g) ?? []).length >= 2 && /[a-z] |^ [a-z]/.test(words);
}
