import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import { readByDatabase, type DatabaseTable } from '../../data/readers/read-by-database.ts';
import { ITEM_NAMES, MADE_FOR, type AnswerFileSettings, type AnswerFileWorld, type AnswerTable } from './answer-table.ts';

type Column = DatabaseTable['stores'][number];

/** From a table with a row an item and a column a class: delimited text with a header, JSON lines, or Parquet. Throws `invalid-input`. */
export async function tableAnswers(settings: AnswerFileSettings, world: AnswerFileWorld): Promise<AnswerTable> {
  const { source } = settings;
  const [file, ...more] = await world.sources.list(source);
  if (file === undefined || more.length > 0)
    throw invalidInput(`One file of soft labels is required, got ${file === undefined ? 'none' : more.length + 1}`, { path: source });
  const sha256 = world.createSha256();
  for await (const chunk of world.sources.stream(source, file.name)) sha256.update(chunk);
  const check = (names: readonly string[]) => {
    const { items } = settings;
    if (items !== undefined && !names.includes(items))
      throw invalidInput(`A column called '${items}' is required; there are: ${names.slice(0, 20).join(', ')}`, { path: source });
    return { names, required: [], asTexts: new Set<string>() };
  };
  const read = await readByDatabase({ ...world, source, config: null }, { file, delimiter: 'auto', check });
  if (read.rows === 0) throw invalidInput('At least one row of soft labels is required, but there is none', { path: source });
  const items = read.stores.find(({ name }) => (settings.items === undefined ? isItems(name) : name === settings.items));
  const answers = read.stores.filter(column => column !== items && column.name !== MADE_FOR);
  return {
    ...{ name: file.name, sha256: sha256.digest(), rows: read.rows, width: answers.length },
    columns: answers.map(({ name }) => name),
    areAnswers: false,
    values: rowByRow(answers, read.rows),
    items: items?.numbers ?? null,
    madeFor: read.stores.find(({ name }) => name === MADE_FOR)?.texts?.[0] ?? null,
  };
}

function isItems(name: string): boolean {
  return ITEM_NAMES.includes(name.toLowerCase());
}

function rowByRow(columns: readonly Column[], rows: number): Float64Array {
  const values = new Float64Array(rows * columns.length);
  columns.forEach(({ numbers }, c) => {
    for (let row = 0; row < rows; row++) values[row * columns.length + c] = numbers[row] ?? Number.NaN;
  });
  return values;
}
