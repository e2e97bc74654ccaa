import type { EncodedInput, InputValues, MadeInputs } from './reader.ts';

export function areMade(values: InputValues | MadeInputs): values is MadeInputs {
  return 'pieces' in values;
}

/** All of them as one array. */
export function wholeInput(input: EncodedInput<InputValues | MadeInputs>): EncodedInput {
  const { values } = input;
  if (!areMade(values)) return { ...input, values };
  const whole = new Float32Array(values.length);
  let at = 0;
  for (const piece of values.pieces()) {
    whole.set(piece, at);
    at += piece.length;
  }
  return { ...input, values: whole };
}
