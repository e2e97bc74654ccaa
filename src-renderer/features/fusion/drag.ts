/** What a dragged model is known by, so that a dragged file or text is none. */
export const MODEL_TYPE = 'application/x-espalier-model';
/** A slot that changes its place. */
export const SLOT_TYPE = 'application/x-espalier-slot';

export function isOurs(types: readonly string[]): boolean {
  return types.includes(MODEL_TYPE) || types.includes(SLOT_TYPE);
}
