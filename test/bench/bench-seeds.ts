const FORM = /^(?<first>[1-9]\d*)(?:-(?<last>[1-9]\d*))?$/;

/** The seeds that `--seeds` names: `5` is the first five, `2-5` those four, `4-4` that one alone. Throws for anything else. */
export function benchSeeds(text: string): readonly number[] {
  const { first, last } = FORM.exec(text)?.groups ?? {};
  const [from, to] = last === undefined ? [1, Number(first)] : [Number(first), Number(last)];
  if (first === undefined || to < from) throw new Error(`--seeds takes how many (5) or which (2-5), got '${text}'`);
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}
