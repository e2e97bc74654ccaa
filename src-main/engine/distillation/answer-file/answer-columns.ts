import type { Task } from '../../../../src-shared/domain/graph/model-graph.ts';
import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import type { Answering } from '../class-map.ts';
import type { AnswerFileSettings, AnswerTable } from './answer-table.ts';

/** What the data asks for. */
export interface AskedAnswers {
  readonly task: Task;
  readonly classes: readonly string[];
  readonly outputs: number;
  /** What the target is called. */
  readonly label: string;
}

/** Columns of a file that are answers, and what they answer. */
export interface AnswerColumns {
  /** Places of the columns. */
  readonly places: readonly number[];
  readonly answering: Omit<Answering, 'name' | 'task'>;
}

/**
 * Columns by name: `p(CLASS)` as `predict` writes them, else columns called like a class of the data. An array without names has the
 * classes of the recipe, else those of the data in their order. Throws `invalid-input`.
 */
export function answerColumns(table: AnswerTable, asked: AskedAnswers, { classes }: AnswerFileSettings): AnswerColumns {
  const named = classes ?? table.columns;
  if (asked.task === 'values') return valueColumns(table, asked);
  const names = named === null || table.width !== named.length ? null : named;
  if (names === null) {
    if (classes !== undefined) throw wrongWidth(table, classes.length, 'as many as classes are named');
    return plainColumns(table, asked);
  }
  const shares = names.flatMap((name, place) => {
    const inner = /^p\((.*)\)$/.exec(name)?.[1];
    return inner === undefined ? [] : [{ place, name: inner }];
  });
  const all = names.map((name, place) => ({ place, name }));
  const own = shares.length > 0 ? shares : table.areAnswers ? all : all.filter(({ name }) => asked.classes.includes(name));
  if (own.length === 0)
    throw invalidInput(
      `Columns called like classes of the data (${some(asked.classes)}), or p(CLASS), are required; there are: ${some(names)}`,
      { path: table.name, hint: 'Classes are matched by their names.' },
    );
  return columnsOf(own, asked);
}

interface Named {
  readonly place: number;
  readonly name: string;
}

function columnsOf(own: readonly Named[], { task, classes }: AskedAnswers): AnswerColumns {
  const places = own.map(({ place }) => place);
  const names = own.map(({ name }) => name);
  if (task !== 'binary' || names.length !== 1) return { places, answering: { classes: names, outputs: names.length } };
  // Of yes alone, or of no alone.
  const other = classes.find(name => name !== names[0]) ?? '';
  return { places, answering: { classes: [other, ...names], outputs: 1 } };
}

function plainColumns(table: AnswerTable, asked: AskedAnswers): AnswerColumns {
  const { classes, task } = asked;
  if (task === 'binary' && table.width === 1) return columnsOf([{ place: 0, name: classes[1] ?? '' }], asked);
  if (table.width !== classes.length) throw wrongWidth(table, classes.length, 'a class of the data each, in its order');
  return columnsOf(
    classes.map((name, place) => ({ place, name })),
    asked,
  );
}

/** All columns of an array; of a table those called like the target or `answer`, where there are more than are asked for. */
function valueColumns(table: AnswerTable, { outputs, label }: AskedAnswers): AnswerColumns {
  const all = Array.from({ length: table.width }, (_, place) => place);
  const named = all.filter(place => [label, 'answer'].includes(table.columns?.[place] ?? ''));
  const places = all.length === outputs ? all : named;
  if (places.length !== outputs) throw wrongWidth(table, outputs, 'a value of the data each');
  return { places, answering: { classes: [], outputs } };
}

function wrongWidth(table: AnswerTable, wanted: number, what: string): Error {
  return invalidInput(`Soft labels of ${wanted} columns are required (${what}), got ${table.width}`, {
    path: table.name,
    hint: 'Name the columns: classes: [ … ].',
  });
}

function some(names: readonly string[]): string {
  return names.length > 12 ? `${names.slice(0, 12).join(', ')}, …` : names.join(', ');
}
