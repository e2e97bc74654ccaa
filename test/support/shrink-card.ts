import type { ShrinkCard } from '../../src-shared/domain/shrink-card.ts';

/** LeNet-300-100 and one of half its size. */
export const shrinkCard: ShrinkCard = {
  runtime: 'onnxruntime 1.30.0',
  threads: 1,
  compression: 'deflate-6',
  split: 'validation',
  items: 5000,
  before: {
    ...{
      bytes: 1_066_000,
      compressedBytes: 992_000,
      storedBytes: 1_070_000,
      parameters: 266_610,
      nonZeros: 266_610,
      multiplyAdds: 266_200,
    },
    peakMemoryBytes: 1_068_000,
    latency: { p50Ms: 0.04, p95Ms: 0.05, throughput: 275_000, engine: 'onnxruntime 1.30.0' },
    quality: { metric: 'error', estimate: { value: 0.0216, low: 0.0176, high: 0.0256, over: 'items' }, errors: 108 },
    verification: { maxDifference: 3e-7, tolerance: 1e-5, disagreements: 0 },
  },
  after: {
    ...{ bytes: 533_000, compressedBytes: 496_000, storedBytes: 107_000, parameters: 133_305, nonZeros: 133_305, multiplyAdds: 133_100 },
    peakMemoryBytes: 534_000,
    latency: { p50Ms: 0.02, p95Ms: 0.04, throughput: 550_000, engine: 'onnxruntime 1.30.0' },
    quality: { metric: 'error', estimate: { value: 0.0204, low: 0.0166, high: 0.0242, over: 'items' }, errors: 102 },
    verification: { maxDifference: 3e-7, tolerance: 1e-5, disagreements: 0 },
  },
};
