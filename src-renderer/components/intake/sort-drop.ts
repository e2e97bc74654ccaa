import type { CatalogEntry } from '../../../src-shared/domain/params/param-spec.ts';

/** What one drop brings, before anything of it is read but the beginning of small texts. */
export interface DroppedFile {
  /** With the folders it came in, `/` between them; the name alone for a loose file. */
  readonly path: string;
  readonly bytes: number;
  /** A file of the page, or the id of one that main knows. */
  readonly file: File | string;
  /** Of what may be a recipe; null when it was not read. */
  readonly text: string | null;
}

/** By which files a kind of data is known. */
export interface DataKind {
  readonly id: string;
  readonly endings: readonly string[];
  /** Matching files that come together are one source. */
  readonly together: boolean;
  /** Whether they are networks. */
  readonly isModel?: true;
}

/** One source of data, or a network. */
export interface DataGroup {
  readonly name: string;
  readonly files: readonly DroppedFile[];
  /** Said in the recipe where the source's own name does not tell it. */
  readonly kind: string | null;
  /** A network from another program, and no data. */
  readonly isModel?: true;
}

export interface SortedDrop {
  readonly recipes: readonly DroppedFile[];
  readonly data: readonly DataGroup[];
  readonly refused: readonly Refused[];
}

export interface Refused {
  readonly name: string;
  /** `recipe`: looks like one, but does not begin as one; `model`: of a tool that nothing here reads; `unknown`: none of the kinds. */
  readonly reason: 'recipe' | 'model' | 'unknown' | 'empty';
}

export const RECIPE_ENDINGS: readonly string[] = ['.espalier', '.yaml', '.yml', '.json'];
const MODEL_ENDINGS: readonly string[] = ['.pb', '.tflite', '.mlmodel', '.pkl'];
/** Texts of this size are read to see whether they are recipes. */
export const MOST_RECIPE_BYTES = 4_000_000;

export function mayBeRecipe(name: string, bytes: number): boolean {
  return bytes <= MOST_RECIPE_BYTES && endsWithOne(name, RECIPE_ENDINGS);
}

/** Every recipe says its version in a line of its own, in YAML and in JSON. */
export function isRecipeText(text: string): boolean {
  return /^[\s{]*["']?espalier["']?\s*:\s*\d/m.test(text);
}

/** The readers' own endings; prefixes such as `builtin:` name no file. */
export function kindsOf(readers: readonly CatalogEntry[]): readonly DataKind[] {
  return readers.map(({ id, matches = [], together = false }) => ({
    id,
    endings: matches.filter(match => !match.endsWith(':')),
    together,
  }));
}

/** The endings of networks from other programs. */
export function modelKindsOf(readers: readonly CatalogEntry[]): readonly DataKind[] {
  return kindsOf(readers).map(kind => ({ ...kind, isModel: true }));
}

/** Sorts what came into recipes, sources of data, and what nobody here can read. */
export function sortDrop(files: readonly DroppedFile[], kinds: readonly DataKind[]): SortedDrop {
  const loose = files.filter(file => !file.path.includes('/'));
  const inFolders = Map.groupBy(
    files.filter(file => file.path.includes('/')),
    file => file.path.split('/')[0] ?? '',
  );
  const recipes = loose.filter(isRecipe);
  const others = loose.filter(file => !isRecipe(file));
  const folders = [...inFolders].map(([name, inside]) => folderOf(name, inside, kinds));
  return {
    recipes,
    data: [...looseData(others, kinds), ...folders.flatMap(folder => ('files' in folder ? [folder] : []))],
    refused: [
      ...others.filter(file => kindOf(file.path, kinds) === null || file.bytes === 0).map(refusalOf),
      ...folders.flatMap(folder => ('reason' in folder ? [folder] : [])),
    ],
  };
}

function isRecipe({ path, text }: DroppedFile): boolean {
  return text !== null && endsWithOne(path, RECIPE_ENDINGS) && isRecipeText(text);
}

function looseData(files: readonly DroppedFile[], kinds: readonly DataKind[]): readonly DataGroup[] {
  const readable = files.filter(file => file.bytes > 0);
  return kinds.flatMap((kind): readonly DataGroup[] => {
    const own = readable.filter(file => kindOf(file.path, kinds) === kind);
    if (kind.together && own.length > 1) return [{ name: stemOf(own[0]?.path ?? ''), files: own, kind: kind.id }];
    return own.map(file => ({ name: file.path, files: [file], kind: null, ...asModel(kind) }));
  });
}

/** A folder is one source, of the kind that most of its files have; one with a network in it is that network. */
function folderOf(name: string, files: readonly DroppedFile[], kinds: readonly DataKind[]): DataGroup | Refused {
  const counts = kinds.map(kind => ({ kind, count: files.filter(file => kindOf(file.path, kinds) === kind).length }));
  const best = counts.reduce<(typeof counts)[number] | null>((a, b) => (b.count > (a?.count ?? 0) ? b : a), null);
  const network = kinds.find(kind => kind.isModel === true && files.some(file => kindOf(file.path, kinds) === kind));
  if (best === null) return { name, reason: files.length === 0 ? 'empty' : 'unknown' };
  const chosen = network ?? best.kind;
  const inside = files.map(file => ({ ...file, path: file.path.slice(name.length + 1) }));
  return { name, files: inside, kind: chosen.isModel === true ? null : chosen.id, ...asModel(chosen) };
}

function asModel({ isModel }: DataKind): { readonly isModel?: true } {
  return isModel === true ? { isModel } : {};
}

function kindOf(path: string, kinds: readonly DataKind[]): DataKind | null {
  return kinds.find(kind => endsWithOne(path, kind.endings)) ?? null;
}

function refusalOf({ path, bytes }: DroppedFile): Refused {
  if (bytes === 0) return { name: path, reason: 'empty' };
  if (endsWithOne(path, RECIPE_ENDINGS)) return { name: path, reason: 'recipe' };
  return { name: path, reason: endsWithOne(path, MODEL_ENDINGS) ? 'model' : 'unknown' };
}

function endsWithOne(name: string, endings: readonly string[]): boolean {
  const lower = name.toLowerCase();
  return endings.some(ending => lower.endsWith(ending));
}

function stemOf(path: string): string {
  return path.split(/[-.]/)[0] || path;
}
