import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createRandom } from '../../src-shared/lib/random.ts';
import { cli, recipeFile, resultOf } from '../support/cli.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const MINUTES = 60_000;
const ROWS = 400;
/** Of the prices, about. */
const DEVIATION = 100_000;

/** Prices around 260,000, as area, age and town tell them. */
function houses(): string {
  const random = createRandom(3);
  const rows = Array.from({ length: ROWS }, () => {
    const [area, age] = [110 + 45 * random.nextNormal(), 40 + 20 * random.nextNormal()];
    const town = ['north', 'south', 'east'][Math.floor(3 * random.next())]!;
    const price = 60_000 + 2000 * area - 900 * age + (town === 'north' ? 40_000 : 0) + 5000 * random.nextNormal();
    return `${area.toFixed(1)},${age.toFixed(0)},${town},${price.toFixed(0)}`;
  });
  return ['area,age,town,price', ...rows].join('\n');
}

it(
  'prices are learnt with default settings, by every kind of step, and files give them as they are',
  { timeout: 4 * MINUTES },
  async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'houses.csv'), houses());
    const mlp = { preset: 'mlp', hidden: [16] };
    const recipe = recipeFile(folder, {
      data: { do: 'import-data', source: 'houses.csv', label: 'price' },
      net: { do: 'train', data: 'data', model: mlp, epochs: 30, batchSize: 8 },
      sgd: { do: 'train', data: 'data', model: mlp, epochs: 30, batchSize: 8, optimizer: { kind: 'sgd' } },
      lean: { do: 'prune', model: 'net', granularity: 'channels', target: { multiplyAdds: 0.7 }, fineTune: { epochs: 2 } },
      small: { do: 'distill', teachers: ['net'], data: 'data', student: mlp, epochs: 30, batchSize: 8, control: false },
      folds: { do: 'cross-validate', data: 'data', model: mlp, epochs: 30, batchSize: 8, folds: { k: 2 } },
      team: { do: 'fuse', members: ['net', 'sgd'], method: { kind: 'average' } },
      boosted: { do: 'fuse', data: 'data', method: { kind: 'boosting', stages: 2 }, stage: mlp, epochs: 20, batchSize: 8 },
      measured: { do: 'evaluate', model: 'net', split: 'test' },
      files: { do: 'export', model: 'net', formats: ['onnx', 'tfjs', 'tflite', 'c-header'] },
    });
    const ended = await cli('run', recipe, '--workspace', join(folder, 'workspace'), '--engine', 'wasm', '--json');
    const { steps } = resultOf(ended);
    expect(ended.code, ended.error).toBe(0);
    // 1 is what the mean as the only answer comes to.
    for (const [name, most] of Object.entries({ net: 0.1, sgd: 0.1, lean: 0.5, small: 0.2, team: 0.1, boosted: 0.3 })) {
      const { validation } = steps[name]!.output.summary as unknown as { readonly validation: { readonly loss: number } };
      expect(validation.loss, name).toBeLessThan(most);
    }
    const report = JSON.stringify(steps['measured']!.output);
    const rmse = Number(/"rmse":\{"value":([\d.]+)/.exec(report)?.[1]);
    expect(rmse).toBeGreaterThan(1000);
    expect(rmse).toBeLessThan(0.35 * DEVIATION);
  },
);
