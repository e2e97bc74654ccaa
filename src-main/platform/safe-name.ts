/** Bytes of UTF-8 a name may have: every file system here takes 255, and numbering needs some. */
const MOST_BYTES = 200;
/** Characters that turn the reading direction around, so that `gpj.exe` looks like something else; and other controls. */
const INVISIBLE = /[\u0000-\u001f\u007f-\u009f\u200b\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff]/g;
const FORBIDDEN = /[\\/:*?"<>|]/g;
/** Windows takes these for devices, whatever follows the point. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/**
 * A name under which a stranger's file can lie in a folder of ours, on every system: no folders in it, not hidden, no
 * controls, and as much of the name and its ending as fits. Letters of all scripts, and emoji, stay.
 */
export function safeName(name: string): string {
  const plain = name.normalize('NFC').replaceAll(INVISIBLE, '').replaceAll(FORBIDDEN, '_').trim();
  const visible = plain.replace(/^\.+/, dots => '_'.repeat(dots.length)).replace(/[. ]+$/, '');
  const free = DEVICE.test(visible) ? `_${visible}` : visible;
  return shorten(free === '' || /^_+$/.test(free) ? 'file' : free);
}

/** `name 2.csv`, `name 3.csv`, …; endings such as `.csv.gz` stay together. */
export function numberedName(name: string, number: number): string {
  if (number < 2) return name;
  const { stem, ending } = splitEnding(name);
  return `${stem} ${number}${ending}`;
}

function shorten(name: string): string {
  if (Buffer.byteLength(name) <= MOST_BYTES) return name;
  const { stem, ending } = splitEnding(name);
  const room = MOST_BYTES - Buffer.byteLength(ending);
  let short = '';
  for (const { segment } of new Intl.Segmenter('und', { granularity: 'grapheme' }).segment(stem)) {
    if (Buffer.byteLength(short + segment) > room) break;
    short += segment;
  }
  return `${short.trimEnd()}${ending}`;
}

function splitEnding(name: string): { stem: string; ending: string } {
  const found = /(\.[A-Za-z0-9]{1,12}){1,2}$/.exec(name);
  const cut = found === null || found.index === 0 ? name.length : found.index;
  return { stem: name.slice(0, cut), ending: name.slice(cut) };
}
