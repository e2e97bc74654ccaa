import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { paths } from '../../bootstrap/settings.mjs';

export const FASHION = 'fashion-mnist';
const CLASSES = 10;
const PIXELS = 28 * 28;
/** Of each class the package has the pictures of the test part, then those of the training part. */
const PARTS = [
  { name: 't10k', from: 0, each: 1000 },
  { name: 'train', from: 1000, each: 6000 },
];

/** Files as of the original distribution, packed; the classes in turn. */
export function makeFashion(folder) {
  const classes = Array.from({ length: CLASSES }, (_, label) => picturesOf(label));
  for (const { name, from, each } of PARTS) {
    const [images, labels] = [new Uint8Array(each * CLASSES * PIXELS), new Uint8Array(each * CLASSES)];
    for (let i = 0; i < labels.length; i++) {
      labels[i] = i % CLASSES;
      images.set(classes[i % CLASSES][from + Math.floor(i / CLASSES)], i * PIXELS);
    }
    writeIdx(join(folder, `${name}-images-idx3-ubyte.gz`), [labels.length, 28, 28], images);
    writeIdx(join(folder, `${name}-labels-idx1-ubyte.gz`), [labels.length], labels);
  }
}

/** Where two files were joined, the package has an empty row. */
function picturesOf(label) {
  const file = join(paths.modules, FASHION, 'src', 'clothes', `${label}.json`);
  const pictures = JSON.parse(readFileSync(file, 'utf8')).data.filter(row => row.length > 0);
  const isPicture = row => row.length === PIXELS && row.every(value => Number.isInteger(value) && value >= 0 && value <= 255);
  if (pictures.length !== 7000 || !pictures.every(isPicture)) throw new Error(`${file} must hold 7000 pictures of ${PIXELS} bytes`);
  return pictures;
}

function writeIdx(file, shape, bytes) {
  const header = Buffer.alloc(4 + 4 * shape.length);
  header.set([0, 0, 8, shape.length]);
  shape.forEach((size, axis) => header.writeUInt32BE(size, 4 + 4 * axis));
  writeFileSync(file, gzipSync(Buffer.concat([header, bytes]), { level: 6 }));
}
