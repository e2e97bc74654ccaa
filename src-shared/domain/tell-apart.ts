/** A model among a step's inputs: what it is called, and the run whose step made it. */
export interface Called {
  readonly name: string;
  /** Models of one name and one `made` are replicates of one step. */
  readonly made: string;
  /** The run's name, said where the model's alone is not enough; null: it keeps its name. */
  readonly runName: string | null;
}

/**
 * A name for each, such that only replicates of one step share one: `dense` of two runs becomes `dense (first try)` and
 * `dense (second try)`, and `dense (tour)`, `dense (tour 2)` where the runs' names are the same too.
 */
export function tellApart(models: readonly Called[]): readonly string[] {
  const makers = Map.groupBy(models, model => model.name);
  const taken = new Map<string, string>();
  return models.map(({ name, made, runName }) => {
    const isAlone = (makers.get(name) ?? []).every(other => other.made === made);
    if (isAlone || runName === null) return name;
    for (let number = 1; ; number++) {
      const candidate = `${name} (${number === 1 ? runName : `${runName} ${number}`})`;
      const holder = taken.get(candidate);
      if (holder !== undefined && holder !== made) continue;
      taken.set(candidate, made);
      return candidate;
    }
  });
}
