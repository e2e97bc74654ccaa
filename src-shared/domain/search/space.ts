/**
 * A search space as data: what varies, and where the drawn values go. Made from recipe values by `parseSpace`; a recipe's
 * block is a range where it says `{ from, to, scale, step }`, `{ choose: […] }` or `{ repeat, of }`, each with an
 * optional `when`.
 */
export interface Space {
  /** In an order in which every condition speaks of a dimension before it. */
  readonly dimensions: readonly Dimension[];
  /** The fields, with places for the values. */
  readonly template: BlockTemplate;
}

/** One thing that varies. */
export interface Dimension {
  /** The place it came from, e.g. `model.width`, `optimizer[sgd].momentum`: unique, and the key of assignments. */
  readonly name: string;
  readonly domain: Domain;
  /** It takes part only where all of these hold. */
  readonly conditions: readonly Condition[];
}

export type Domain = NumberDomain | ChoiceDomain;

export interface NumberDomain {
  readonly kind: 'number';
  /** Both ends are allowed values; `from` < `to`. */
  readonly from: number;
  readonly to: number;
  /** On `log`, equal factors are equally likely; `from` > 0. */
  readonly scale: 'linear' | 'log';
  /** Values are `from`, `from + step`, …; without it every number between. Whole-number fields have a step of at least 1. */
  readonly step?: number;
}

export interface ChoiceDomain {
  readonly kind: 'choice';
  /** What screens and tables call the options: unique. */
  readonly labels: readonly string[];
  /** Numbers in rising order: neighbours are alike. */
  readonly ordered: boolean;
}

/** What another dimension's value must be. An inactive dimension fulfils no condition. */
export type Condition =
  | { readonly on: string; readonly test: 'options'; readonly options: readonly number[] }
  | { readonly on: string; readonly test: 'range'; readonly from: number; readonly to: number };

/**
 * One configuration: a number per active dimension, the number itself or the place of the chosen option from 0.
 * Dimensions that take no part are absent.
 */
export type Assignment = Readonly<Record<string, number>>;

export type Template =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'number'; readonly dimension: string }
  | { readonly kind: 'choice'; readonly dimension: string; readonly options: readonly Template[] }
  | BlockTemplate
  | { readonly kind: 'list'; readonly items: readonly Template[] }
  /** The first so many of the items. */
  | { readonly kind: 'repeat'; readonly count: Template; readonly items: readonly Template[] };

export interface BlockTemplate {
  readonly kind: 'block';
  readonly fields: Readonly<Record<string, Template>>;
}
