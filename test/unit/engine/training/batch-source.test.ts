import { describe, expect, it } from 'vitest';
import type { Compiler } from '../../../../src-main/engine/compiler.ts';
import { createBatchSource } from '../../../../src-main/engine/training/batch-source.ts';
import { timedData } from '../../../../src-main/engine/training/timed-data.ts';
import type { TrainingData } from '../../../../src-main/engine/training/training-data.ts';

const TWO = [2];
const items = Uint32Array.of(4, 1, 3);

/** Five items of two bytes; the training part is three of them. */
const data: TrainingData = {
  ...{ inputShape: TWO, task: 'classes', outputs: 3 },
  count: () => items.length,
  gather() {
    throw new Error('Nothing is scaled here');
  },
  stored: {
    ...{ items: 5, factor: 0.5, offset: -1, itemsOf: () => items },
    inputs: Uint8Array.of(0, 1, 10, 11, 20, 21, 30, 31, 40, 41),
    targets: Uint8Array.of(0, 1, 2, 0, 1),
  },
};

/** Of a device that holds so much. */
function deviceOf(residentBytes: number): Compiler {
  const unasked = (): never => {
    throw new Error('Nothing is computed here');
  };
  const array = (_values: unknown, shape: readonly number[]) => ({ shape, dispose: () => undefined });
  return { residentBytes, bytesTaken: ({ byteLength }) => byteLength, array, variable: unasked, compile: unasked, nativeUse: unasked };
}

describe('where a step has its items from', () => {
  it('is the device, where all of them fit: a call hands over their numbers', () => {
    const source = createBatchSource(data, deviceOf(15));
    expect(Object.keys(source.arrays)).toEqual(['inputs', 'targets']);
    expect(source.values('train', { positions: Uint32Array.of(2, 0) }, 'items')).toEqual({ items: Int32Array.of(3, 4) });
  });

  it('is the call, where they do not fit: as they are stored, not scaled', () => {
    const source = createBatchSource(data, deviceOf(14));
    expect(source.arrays).toEqual({});
    expect(source.inputs(2, 'items')).toEqual({ inputs: { dtype: 'uint8', shape: [2, 2] }, targets: { dtype: 'uint8', shape: [2] } });
    const given = source.values('train', { positions: Uint32Array.of(2, 0) }, 'items');
    expect(given).toEqual({ inputs: Uint8Array.of(30, 31, 40, 41), targets: Uint8Array.of(0, 1) });
  });

  it('is the call for long rows as for short ones, whatever was handed over before', () => {
    const width = 100;
    const inputs = Float32Array.from({ length: 5 * width }, (_, i) => i);
    const wide: TrainingData = { ...data, inputShape: [width], stored: { ...data.stored!, inputs } };
    const source = createBatchSource(wide, deviceOf(0));
    for (const place of [0, 2, 1]) {
      const { inputs: row } = source.values('train', { positions: Uint32Array.of(place) }, 'items');
      expect(row).toEqual(inputs.slice(items[place]! * width, (items[place]! + 1) * width));
    }
  });

  it.each([Float32Array, Int32Array, Uint8Array])(
    'is the call for short rows of %o, in the order asked for and twice if asked for',
    kind => {
      const inputs = new kind(Array.from({ length: 5 * 3 }, (_, i) => 10 * i));
      const short: TrainingData = { ...data, inputShape: [3], stored: { ...data.stored!, inputs } };
      const { inputs: rows } = createBatchSource(short, deviceOf(0)).values('train', { positions: Uint32Array.of(1, 0, 1) }, 'items');
      expect(rows).toEqual(kind.of(30, 40, 50, 120, 130, 140, 30, 40, 50));
    },
  );

  it('tells whoever asks what handing them over takes, as a fetch does', () => {
    const waited: string[] = [];
    const tellingOf = (of: TrainingData, who: string): TrainingData =>
      timedData(
        of,
        () => performance.now(),
        () => waited.push(who),
      );
    const timed = tellingOf(tellingOf(data, 'first'), 'second');
    createBatchSource(timed, deviceOf(15)).values('train', { positions: Uint32Array.of(1) }, 'items');
    expect(waited).toEqual([]);
    createBatchSource(timed, deviceOf(14)).values('train', { positions: Uint32Array.of(1) }, 'items');
    expect(waited).toEqual(['first', 'second']);
    const fetched = { ...data, gather: () => ({ inputs: new Float32Array(0), targets: new Int32Array(0) }) };
    tellingOf(tellingOf(fetched, 'third'), 'fourth').gather('train', items);
    expect(waited.slice(2)).toEqual(['third', 'fourth']);
  });
});
