/** Name and colour of each model of a report, in its order. */
export interface Shown {
  readonly labels: readonly string[];
  readonly colours: readonly string[];
}
