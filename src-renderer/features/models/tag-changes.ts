interface TagChanges {
  /** Those all models have. */
  readonly common: readonly string[];
  readonly addTags: readonly string[];
  readonly removeTags: readonly string[];
}

/** From what models have to what they shall all have; tags that only some have stay with those. */
export function tagChanges(before: readonly (readonly string[])[], after: readonly string[]): TagChanges {
  const [first = [], ...others] = before;
  const common = first.filter(tag => others.every(tags => tags.includes(tag)));
  return {
    common,
    addTags: after.filter(tag => !common.includes(tag)),
    removeTags: common.filter(tag => !after.includes(tag)),
  };
}
