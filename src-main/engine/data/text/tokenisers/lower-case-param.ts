export const lowerCaseParam = {
  kind: 'flag',
  label: 'Lower case',
  help: 'Capital letters count as small ones.',
  default: true,
} as const;

/** One form for what looks alike (half and full width, composed and not), and small letters where wanted. */
export function plainText(text: string, lowerCase: boolean): string {
  const plain = text.normalize('NFKC');
  return lowerCase ? plain.toLowerCase() : plain;
}
