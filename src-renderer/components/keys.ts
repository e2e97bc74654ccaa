/** Every key of the workbench: what it does is the text of that name in the catalogue. */
export const KEYS = [
  ['open', ['Ctrl', 'K']],
  ['digit', ['1', '…', '8']],
  ['go', ['g', 'h d m r c e s']],
  ['new', ['n']],
  ['move', ['j', 'k']],
  ['filter', ['/']],
  ['mark', ['x']],
  ['pause', ['.']],
  ['remove', ['Delete']],
  ['select', ['Space']],
  ['compare', ['c']],
  ['star', ['s']],
  ['tag', ['t']],
  ['run', ['Ctrl', 'Enter']],
  ['close', ['Esc']],
  ['help', ['?']],
] as const;
