/** The catalog's own texts (labels, helps, titles of parameters, algorithms and step kinds) in Chinese, by their English. */
export const specTexts: Readonly<Record<string, string>> = {};
