import type { InputKind } from '../dataset.ts';

/**
 * A knob as plain data. From one description come type, validation, JSON Schema, form, command-line help and the stored
 * record; so a wizard, a recipe and a job can't disagree about what is allowed. Step kinds and algorithms both use it.
 */
export type ParamSpec =
  | NumberSpec
  | ChoiceSpec
  | FlagSpec
  | TextSpec
  | ListSpec
  | RecordSpec
  | GroupSpec
  | VariantSpec
  | AlgorithmSpec
  | LayersSpec
  | ReferenceSpec
  | OneOfSpec
  | SpaceSpec;

export type ParamSpecs = Readonly<Record<string, ParamSpec>>;

interface Common {
  /** Sentence case, no full stop. */
  readonly label: string;
  /** One sentence for the form and the schema. */
  readonly help?: string;
  /** Where the default or the range comes from. */
  readonly source?: string;
  /** May be absent, and then has no value. A spec with a default is never absent. */
  readonly optional?: true;
}

export interface NumberSpec extends Common {
  readonly kind: 'number';
  readonly default?: number;
  readonly min: number;
  readonly max: number;
  /** The minimum itself is refused. */
  readonly aboveMin?: true;
  readonly integer?: true;
  readonly unit?: string;
  /** How a slider or a search should walk it. */
  readonly scale?: 'linear' | 'log';
}

export interface ChoiceSpec extends Common {
  readonly kind: 'choice';
  readonly default?: string;
  readonly options: readonly string[];
  /** What a form calls options that are members of a registry. */
  readonly titles?: Readonly<Record<string, string>>;
}

export interface FlagSpec extends Common {
  readonly kind: 'flag';
  readonly default: boolean;
}

/**
 * What a path leads to. `source`: a data set or built-in data, told from the path together with the sibling field `kind`;
 * `items`: what a data set's reader takes, of which only the items are wanted; `model`: a file of a network; `folder`: where
 * something is written.
 */
export type PathKind = 'source' | 'items' | 'model' | 'folder';

/** What a text that names a column may name. */
export interface NamedColumn {
  readonly of: 'any' | 'number';
  /** What the column is then, in a word or two. */
  readonly role: string;
}

export interface TextSpec extends Common {
  readonly kind: 'text';
  readonly default?: string;
  /** A regular expression the whole text must match. */
  readonly pattern?: string;
  /** Said when the pattern fails. */
  readonly patternHelp?: string;
  /** A path of the user's machine: resolved against the recipe's folder; a form offers a dialog. */
  readonly path?: PathKind;
  /** The name of a column of the step's source: a form offers those that are there. */
  readonly column?: NamedColumn;
}

export interface ListSpec extends Common {
  readonly kind: 'list';
  readonly of: ParamSpec;
  readonly default?: readonly unknown[];
  readonly minItems?: number;
  readonly maxItems?: number;
}

/** Free names to values of one kind, e.g. layer name → kept share. */
export interface RecordSpec extends Common {
  readonly kind: 'record';
  readonly of: ParamSpec;
  /** The names are those of columns of the step's source. */
  readonly column?: true;
  readonly default?: Readonly<Record<string, unknown>>;
}

export interface GroupSpec extends Common {
  readonly kind: 'group';
  readonly fields: ParamSpecs;
  /** Used when the whole group is left out; `{}` takes every field's default. */
  readonly default?: Readonly<Record<string, unknown>>;
}

/** An object with exactly one of these keys, e.g. `target: { sparsity: 0.9 }`. */
export interface VariantSpec extends Common {
  readonly kind: 'variant';
  readonly variants: ParamSpecs;
  readonly default?: Readonly<Record<string, unknown>>;
}

/** A member of a registry with its own parameters, flat: `{ kind: adam, learningRate: 0.001 }`. */
export interface AlgorithmSpec extends Common {
  readonly kind: 'algorithm';
  readonly registry: string;
  /** The key that names the member: `kind`, or `preset`. */
  readonly tag: string;
  /** The member that a block without the key means; where left out, the key is required. */
  readonly untagged?: string;
  readonly default?: Readonly<Record<string, unknown>>;
}

/** A list of layers in short form: `[ { dense: { units: 10 } }, relu, { max-pool: 2 } ]`. */
export interface LayersSpec extends Common {
  readonly kind: 'layers';
}

/** The name of another step, or `model:NAME`, `data:NAME` for what the workspace already holds. */
export interface ReferenceSpec extends Common {
  readonly kind: 'reference';
  readonly to: 'model' | 'data';
}

/** The first option whose outer form fits decides, so that messages speak of the form that was meant. */
export interface OneOfSpec extends Common {
  readonly kind: 'one-of';
  readonly options: readonly ParamSpec[];
  readonly default?: unknown;
}

/** Fields in which any value may be a range: `{ optimizer: { learningRate: { from: 0.0001, to: 0.03 } } }`; see `domain/search`. */
export interface SpaceSpec extends Common {
  readonly kind: 'space';
  /** Of which one configuration gives values. */
  readonly fields: ParamSpecs;
  readonly default?: Readonly<Record<string, unknown>>;
}

/** A resolved layer of a `layers` list. */
export interface LayerEntry {
  readonly layer: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly name?: string;
  /** Names of the layers it reads; the one before it when left out. */
  readonly from?: readonly string[];
}

export type ValueOf<S extends ParamSpec> = S extends { kind: 'number' }
  ? number
  : S extends { kind: 'choice'; options: readonly (infer O)[] }
    ? O
    : S extends { kind: 'flag' }
      ? boolean
      : S extends { kind: 'text' | 'reference' }
        ? string
        : S extends { kind: 'list'; of: infer O extends ParamSpec }
          ? readonly ValueOf<O>[]
          : S extends { kind: 'record'; of: infer O extends ParamSpec }
            ? Readonly<Record<string, ValueOf<O>>>
            : StructureOf<S>;

type StructureOf<S extends ParamSpec> = S extends { kind: 'group'; fields: infer F extends ParamSpecs }
  ? ParamValues<F>
  : S extends { kind: 'variant'; variants: infer V extends ParamSpecs }
    ? { readonly [K in keyof V]?: ValueOf<V[K]> }
    : S extends { kind: 'algorithm' }
      ? AlgorithmValue
      : S extends { kind: 'layers' }
        ? readonly LayerEntry[]
        : S extends { kind: 'one-of'; options: readonly (infer O extends ParamSpec)[] }
          ? ValueOf<O>
          : S extends { kind: 'space' }
            ? Readonly<Record<string, unknown>>
            : never;

/** A chosen algorithm with all its parameters filled in: `{ [tag]: id, ...parameters }`. */
export type AlgorithmValue = Readonly<Record<string, unknown>>;

/** Of specs that are only known as such (a member of a registry), the values are only known as values. */
export type ParamValues<S extends ParamSpecs> = string extends keyof S
  ? Readonly<Record<string, unknown>>
  : { readonly [K in keyof S]: S[K] extends { optional: true } ? ValueOf<S[K]> | undefined : ValueOf<S[K]> };

/** What the rest of the program, the forms and the documentation know of one registered algorithm: data only. */
export interface CatalogEntry {
  /** Permanent, kebab-case. */
  readonly id: string;
  readonly title: string;
  /** One sentence. */
  readonly help?: string;
  /** Author, year, arXiv id or DOI. */
  readonly source: string;
  readonly params: ParamSpecs;
  /** Rises when a fix changes the algorithm's numbers. */
  readonly revision: number;
  /** For layers: the parameter a bare value stands for. */
  readonly shorthand?: string;
  /** For presets: the list parameter with a width per layer; a search space may say `depth` and `width` instead. */
  readonly widths?: string;
  /** For readers: endings or prefixes of a source by which the kind is guessed. */
  readonly matches?: readonly string[];
  /** For readers: matching files that come together are one source. */
  readonly together?: boolean;
  /** For readers: what they yield, where that does not hang on the source. */
  readonly holds?: InputKind;
}

/** Registry name → its members, in the order of the forms. */
export type Catalog = Readonly<Record<string, readonly CatalogEntry[]>>;
