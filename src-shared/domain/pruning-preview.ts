/** What a `prune` step would do to a model, foretold before anything is trained. */
export interface PruningPreview {
  readonly before: StructureFigures;
  /** Null where only the pruning itself will tell how much goes, or where it is refused. */
  readonly after: StructureFigures | null;
  /** `exact`: as it will be; `estimate`: which parts go depends on what is measured or trained; `found`: so does how many. */
  readonly certainty: 'exact' | 'estimate' | 'found';
  /** Budgets that can be set, from what is left at least to what there is. */
  readonly ranges: readonly BudgetReach[];
  /** Why the pruning can't be done. */
  readonly refusal: PreviewRefusal | null;
}

export interface StructureFigures {
  readonly parameters: number;
  readonly nonZeros: number;
  /** For one item. */
  readonly multiplyAdds: number;
  /** Of the native file without masks. */
  readonly bytes: number;
}

export interface BudgetReach {
  readonly name: 'parameters' | 'multiplyAdds' | 'bytes';
  readonly least: number;
  readonly whole: number;
}

export interface PreviewRefusal {
  /** Of the step: `target.parameters`. */
  readonly path: string;
  readonly message: string;
  readonly hint: string | null;
}
