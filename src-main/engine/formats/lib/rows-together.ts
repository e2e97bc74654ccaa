/** Answers of several outputs, each `[items, …]` row-major, as one row an item. */
export function rowsTogether(answers: readonly Float32Array[], items: number): Float32Array {
  if (answers.length === 1) return answers[0]!;
  const widths = answers.map(({ length }) => length / items);
  const width = widths.reduce((sum, one) => sum + one, 0);
  const rows = new Float32Array(items * width);
  let from = 0;
  answers.forEach((own, i) => {
    const columns = widths[i]!;
    for (let item = 0; item < items; item++) rows.set(own.subarray(item * columns, (item + 1) * columns), item * width + from);
    from += columns;
  });
  return rows;
}
