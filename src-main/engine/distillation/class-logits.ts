import type { AnsweredPart } from './answered-part.ts';

export type Answerer = 'teacher' | 'student' | 'alone';

/** Logits of an item by class; one logit of a yes becomes two, with 0 for the no. Throws for answers that were not kept. */
export function logitsAt(part: AnsweredPart, who: Answerer, place: number): Float32Array {
  const all = part[who];
  if (all === null) throw new Error(`Answers of '${who}' are required, the part '${part.part}' has none`);
  const row = all.subarray(place * part.width, (place + 1) * part.width);
  return part.task === 'binary' ? Float32Array.of(0, row[0]!) : row;
}
