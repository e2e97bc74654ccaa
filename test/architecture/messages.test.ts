import { describe, expect, it } from 'vitest';
import { messages } from '../../src-renderer/locales/zh-CN/messages/index.ts';
import { messageTemplates, type MessageTemplate } from '../support/message-templates.ts';
import { textOf, trackedFiles } from '../support/sources.ts';

/** Whose words reach the screens: through an AppError, a problem of a check, a warning, a reason, or a line of a job's log. */
const COVERED =
  /^src-(shared\/(domain|lib)|main\/(services|workers|ipc|platform|stores|app\/http|engine\/(backends|clustering|data|evaluation|factorisation|formats|graph|imports|pruning|quantisation|training|distillation|fusion)|jobs))\//;

/** Not yet held to it, as methods are being written there; most of what they have is translated all the same. */
const IN_WORK = /^src-main\/(jobs|engine\/(distillation|fusion|graph|pruning|training|evaluation\/cross-validation))\//;

/** Documents and programs that leave the workbench, in English for whoever gets them, and what the command line alone says. */
const LEAVES =
  /^src-(main\/engine\/formats\/(capsule\/(card-|python\/|run-page|verify-)|c-header\/(header-text|program|runtime))|shared\/(lib\/report-html|domain\/shrink-card-table))/;

/** Sentences no screen shows: other programs' words, names of files, what the log of the program alone has. */
const UNSEEN = new Set([
  'AdamStep takes tensors of one shape: ',
  '{1}labels{2}idx1{3}ubyte',
  'A screen stopped working ({1}): {2}',
  '{1} further requests were refused',
  'Refused ({1}): {2} {3} from origin {4} for host {5}',
  'An upload ended: {1}: {2}',
  'repair action',
  // Of layers no form offers.
  'Per channel, ascending: where the pieces meet.',
  'Per channel: the value at each place.',
  // A piece of the next sentence, which has them both.
  '{1}, got {2} and {3}',
  // Of the recipe's JSON Schema, for editors.
  'Every random choice derives from it by named streams.',
  "A step's name is its handle: other steps refer to it.",
  'Han et al. 2015, arXiv:1510.00149, table 6',
]);

/** Pieces of sentences that composed.ts has as wholes: in Chinese they don't stand one behind the other. */
const PIECES = new Set([
  '{1} {2} and is ignored.',
  'has too many distinct values for categories',
  "has too many distinct values, not all numbers ('{1}' in row {2}),",
  'has {1} distinct texts, more than {2},',
  'has {1} distinct texts in {2} rows, as a name or an id has,',
  'makes no more errors than',
  'makes not detectably more errors than',
  'makes fewer errors than',
  'makes more errors than',
  '{1} {2} {3} ({4} against {5} of {6}; McNemar {7})',
  'is no further off than',
  'is not detectably further off than',
  'is closer than',
  'is further off than',
  '{1} {2} {3} (mean absolute error {4} against {5}; Wilcoxon {6})',
]);

const SQL = /\b(SELECT|INSERT|UPDATE|DELETE FROM|ORDER BY|WHERE)\b/;
const FILE_NAMES = /^libtensorflow_/;

const templates = trackedFiles()
  .filter(file => file.endsWith('.ts') && COVERED.test(file) && !LEAVES.test(file) && !file.includes('/migrations/'))
  .flatMap(file => messageTemplates(file, textOf(file) ?? ''))
  .filter(({ template }) => !UNSEEN.has(template) && !PIECES.has(template) && !SQL.test(template) && !FILE_NAMES.test(template));

const missing = templates.filter(({ template }) => messages.templates[template] === undefined);
const place = ({ file, line, template }: MessageTemplate): string => `${file}:${line} ${template}`;
const valuesOf = (text: string): string[] => [...new Set(text.match(/\{\d+\}/g) ?? [])].sort();

describe('the messages of main and of the shared checks', () => {
  it('are found in the source at all', () => {
    expect(templates.length).toBeGreaterThan(600);
  });

  it('have Chinese: an entry in locales/zh-CN/messages, by the English with {1}, {2} … for its values', () => {
    expect(missing.filter(({ file }) => !IN_WORK.test(file)).map(place)).toEqual([]);
  });

  it('have Chinese for the most part where methods are being written', () => {
    const inWork = templates.filter(({ file }) => IN_WORK.test(file));
    expect(missing.filter(({ file }) => IN_WORK.test(file)).length).toBeLessThan(inWork.length / 4);
  });

  it('keep their values in Chinese', () => {
    // A plural ending has no Chinese.
    const endings = new Set(['{1} needs {2} input{3}, got {4}']);
    const lost = Object.entries(messages.templates).filter(
      ([english, chinese]) => !endings.has(english) && valuesOf(english).join() !== valuesOf(chinese).join(),
    );
    expect(lost).toEqual([]);
  });

  it('are Chinese', () => {
    expect(Object.entries(messages.templates).filter(([, chinese]) => !/\p{Script=Han}/u.test(chinese))).toEqual([]);
  });
});
