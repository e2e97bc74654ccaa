export type PictureFormat = 'png' | 'jpeg' | 'webp' | 'tiff' | 'gif' | 'bmp';

const BY_FIRST_BYTES: readonly (readonly [PictureFormat, string, number])[] = [
  ['png', '\x89PNG\r\n\x1a\n', 0],
  ['jpeg', '\xff\xd8\xff', 0],
  ['webp', 'WEBP', 8],
  ['tiff', 'II*\0', 0],
  ['tiff', 'MM\0*', 0],
  ['tiff', 'II+\0', 0],
  ['tiff', 'MM\0+', 0],
  ['gif', 'GIF8', 0],
  ['bmp', 'BM', 0],
];

/** By the first bytes, whatever the name says; null for everything else (an SVG, which could name other files, among them). */
export function pictureFormat(bytes: Uint8Array): PictureFormat | null {
  const head = String.fromCharCode(...bytes.subarray(0, 16));
  return BY_FIRST_BYTES.find(([, mark, at]) => head.startsWith(mark, at))?.[0] ?? null;
}
