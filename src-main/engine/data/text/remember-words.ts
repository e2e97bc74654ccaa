/** The same cut, done once for each of the first so many words. */
export function rememberWords(cut: (word: string) => readonly string[], remembered = 100_000): (word: string) => readonly string[] {
  const known = new Map<string, readonly string[]>();
  return word => {
    const before = known.get(word);
    if (before !== undefined) return before;
    const pieces = cut(word);
    if (known.size < remembered) known.set(word, pieces);
    return pieces;
  };
}
