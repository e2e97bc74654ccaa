/** An ordered, duplicate-free, read-only set of algorithms. Built from an explicit list: no import side effects. */
export interface Registry<T extends { readonly id: string }> {
  readonly all: readonly T[];
  get(id: string): T | undefined;
  /** For ids that were validated before; an unknown one is a bug and throws. */
  require(id: string): T;
}

export function createRegistry<T extends { readonly id: string }>(entries: readonly T[]): Registry<T> {
  const byId = new Map<string, T>();
  for (const entry of entries) {
    if (!/^[a-z][a-z0-9-]*$/.test(entry.id)) throw new Error(`Bad id '${entry.id}': kebab-case is required`);
    if (byId.has(entry.id)) throw new Error(`Two entries are called '${entry.id}'`);
    byId.set(entry.id, entry);
  }
  return {
    all: Object.freeze([...entries]),
    get: id => byId.get(id),
    require(id) {
      const found = byId.get(id);
      if (found === undefined) throw new Error(`Nothing is registered as '${id}'`);
      return found;
    },
  };
}
