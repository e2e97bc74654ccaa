/** The same keys with any text. Plural forms a language doesn't have may be left out. */
export type Texts<T> = { readonly [K in keyof T as K extends `${string}_one` ? never : K]: T[K] extends string ? string : Texts<T[K]> } & {
  readonly [K in keyof T as K extends `${string}_one` ? K : never]?: string;
};
