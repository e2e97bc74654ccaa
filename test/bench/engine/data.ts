import { createRandom } from '../../../src-shared/lib/random.ts';
import type { TrainingData } from '../../../src-main/engine/training/training-data.ts';

const ITEMS = 8192;
const CLASSES = 10;

/** The peers' data in our form: classes that can be told apart, a mean each and noise, as bytes; every fifth label is wrong. */
export function separableData(inputShape: readonly number[]): TrainingData {
  const random = createRandom(1);
  const width = inputShape.reduce((product, size) => product * size, 1);
  const means = Uint8Array.from({ length: CLASSES * width }, () => random.nextUint32() >>> 25);
  const targets = Uint8Array.from({ length: ITEMS }, () => random.nextUint32() % CLASSES);
  const inputs = new Uint8Array(ITEMS * width);
  // Noise from a table, begun anew at a random place for each item: drawing every number would count as our start.
  const noise = Uint8Array.from({ length: 2 ** 16 + width }, () => random.nextUint32() >>> 25);
  for (let item = 0; item < ITEMS; item++) {
    const [from, mean] = [random.nextUint32() % 2 ** 16, targets[item]! * width];
    for (let i = 0; i < width; i++) inputs[item * width + i] = means[mean + i]! + noise[from + i]!;
  }
  for (let i = 0; i < ITEMS; i += 5) targets[i] = random.nextUint32() % CLASSES;
  const items = Uint32Array.from({ length: ITEMS }, (_, i) => i);
  return {
    inputShape,
    task: 'classes',
    outputs: CLASSES,
    count: split => (split === 'train' ? ITEMS : 0),
    gather: () => {
      throw new Error('The data set is on the device');
    },
    stored: { items: ITEMS, inputs, targets, factor: Math.fround(1 / 255), offset: 0, itemsOf: () => items },
  };
}
