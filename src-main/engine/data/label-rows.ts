/** Which items have which labels. */
export interface LabelRows {
  /** Labels there are. */
  readonly width: number;
  has(item: number, label: number): boolean;
}

/** `values`: 0 or 1, row-major `[N, width]`. */
export function labelRows(values: ArrayLike<number>, width: number): LabelRows {
  return { width, has: (item, label) => values[item * width + label] === 1 };
}

/** Of some of the items, by their place among these. */
export function rowsOfItems(rows: LabelRows, items: ArrayLike<number>): LabelRows {
  return { width: rows.width, has: (place, label) => rows.has(items[place]!, label) };
}
