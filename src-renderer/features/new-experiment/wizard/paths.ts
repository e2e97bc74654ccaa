export type Path = readonly (string | number)[];

type Block = Readonly<Record<string, unknown>>;

/** The value at the path; undefined where it leads nowhere. */
export function valueAt(root: unknown, path: Path): unknown {
  let value: unknown = root;
  for (const key of path) {
    if (value === null || typeof value !== 'object') return undefined;
    value = (value as Record<string | number, unknown>)[key];
  }
  return value;
}

/** The same with another value at the path; `undefined` takes a key, or an item of a list, away. Blocks on the way are made. */
export function withValueAt(root: unknown, path: Path, value: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  if (Array.isArray(root) && typeof key === 'number') return listWith(root, key, rest, value);
  const block = isBlock(root) ? root : {};
  const inner = withValueAt(block[key], rest, value);
  if (inner !== undefined) return { ...block, [key]: inner };
  return Object.fromEntries(Object.entries(block).filter(([name]) => name !== key));
}

function listWith(list: readonly unknown[], index: number, rest: Path, value: unknown): readonly unknown[] {
  const inner = withValueAt(list[index], rest, value);
  if (inner === undefined) return list.filter((_, i) => i !== index);
  return index >= list.length ? [...list, inner] : list.with(index, inner);
}

function isBlock(value: unknown): value is Block {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/** Whether `path` is `start` or lies below it. */
export function startsWith(path: Path, start: Path): boolean {
  return start.every((key, i) => String(path[i]) === String(key)) && path.length >= start.length;
}

/** The id of the control at this path, for labels and for jumping to it. */
export function fieldId(path: Path): string {
  return `field-${path.join('.')}`;
}
