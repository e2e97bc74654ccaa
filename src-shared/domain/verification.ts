/** A file beside the model it was written from, on real items. */
export interface Verification {
  readonly runtime: string;
  readonly items: number;
  /** Largest absolute difference of any output (probabilities for classification). */
  readonly maxDifference: number;
  readonly tolerance: number;
  /** Items whose answer (class) differs. */
  readonly disagreements: number;
  /** Share of the items whose answer must be the same; absent where the differences alone decide. */
  readonly agreement?: number;
}

type Judged = Pick<Verification, 'maxDifference' | 'tolerance' | 'disagreements' | 'agreement'>;

/** Whether the file may stand for the model. One item may always differ where a share is asked for. */
export function isWithin({ maxDifference, tolerance, disagreements, agreement = 0 }: Judged, items: number): boolean {
  return maxDifference <= tolerance && disagreements <= Math.max(1, (1 - agreement) * items);
}
