import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import { numpyMembers } from '../../data/numpy/members.ts';
import { parseNpy, parseNpyTexts } from '../../data/numpy/npy.ts';
import { ITEM_NAMES, MADE_FOR, type AnswerFileSettings, type AnswerFileWorld, type AnswerTable } from './answer-table.ts';

const CLASSES = 'classes';

/**
 * From a `.npy` of answers `[N]` or `[N, classes]`, or an `.npz` with one such array (called `probabilities` or `logits`, or the only
 * one) and perhaps `items` `[N]`, `classes` (texts) and `data` (the hash of the data, a text). Throws `invalid-input`.
 */
export async function numpyAnswers(settings: AnswerFileSettings, world: AnswerFileWorld): Promise<AnswerTable> {
  const { source } = settings;
  const sha256 = world.createSha256();
  const told: string[] = [];
  const members = await numpyMembers({ ...world, source }, (name, bytes) => {
    told.push(name);
    sha256.update(bytes);
  });
  if (told.length > 1) throw invalidInput(`One file of soft labels is required, got ${told.length}`, { path: source });
  const itemsName = itemsMember([...members.keys()], settings);
  const answersName = answersMember([...members.keys()], itemsName, settings);
  const bytesOf = (name: string): Uint8Array => members.get(name) ?? new Uint8Array(0);
  const { shape, values } = parseNpy(bytesOf(answersName), answersName);
  const [rows = 0, width = 1, ...more] = shape;
  if (more.length > 0)
    throw invalidInput(`Answers of shape [N] or [N, classes] are required, but ${answersName} is ${shape.join(' × ')}`, { path: source });
  const texts = (name: string): readonly string[] | null => (members.has(name) ? parseNpyTexts(bytesOf(name), name) : null);
  return {
    ...{ name: told[0] ?? source, sha256: sha256.digest(), rows, width },
    columns: texts(CLASSES),
    areAnswers: true,
    values: Float64Array.from(values),
    items: itemsName === null ? null : Float64Array.from(parseNpy(bytesOf(itemsName), itemsName).values),
    madeFor: texts(MADE_FOR)?.[0] ?? null,
  };
}

function itemsMember(names: readonly string[], { items, source }: AnswerFileSettings): string | null {
  if (items !== undefined && !names.includes(items)) throw missing(`An array called '${items}'`, names, source);
  return items ?? names.find(name => ITEM_NAMES.includes(name.toLowerCase())) ?? null;
}

function answersMember(names: readonly string[], items: string | null, { holds, source }: AnswerFileSettings): string {
  if (names.includes(holds)) return holds;
  const left = names.filter(name => name !== items && name !== CLASSES && name !== MADE_FOR);
  const [only] = left;
  if (only !== undefined && left.length === 1 && only !== 'logits' && only !== 'probabilities') return only;
  if (only !== undefined && left.length === 1)
    throw invalidInput(`An array of ${holds} is required, but the file has ${only}`, { path: source, hint: `Say so: holds: ${only}.` });
  throw missing(`An array called '${holds}', or only one beside the items`, names, source);
}

function missing(what: string, names: readonly string[], source: string): Error {
  return invalidInput(`${what} is required; there are: ${names.slice(0, 20).join(', ')}`, { path: source });
}
