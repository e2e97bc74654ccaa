/** Longer runs without a blank are no words; cutting one into pieces takes the square of the length. */
export const LONGEST_WORD = 64;

/** A word, or of one of more than 64 units of UTF-16 the first 64 characters. */
export function startOfWord(word: string): string {
  return word.length > LONGEST_WORD ? [...word].slice(0, LONGEST_WORD).join('') : word;
}
