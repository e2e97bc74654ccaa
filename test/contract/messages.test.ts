import { describe, expect, it } from 'vitest';
import { createCatalog } from '../../src-main/services/catalog.ts';
import { checkRecipeText, requireRecipe } from '../../src-main/services/recipes.ts';
import { parseIdx } from '../../src-main/engine/data/idx.ts';
import { makeSplits } from '../../src-main/engine/data/splits.ts';
import { graphFromLayers } from '../../src-main/engine/graph/build.ts';
import { bindCriterion } from '../../src-main/engine/pruning/score-subjects.ts';
import { refuseMemory } from '../../src-main/workers/refuse-memory.ts';
import type { LayerEntry } from '../../src-shared/domain/params/param-spec.ts';
import { messages } from '../../src-renderer/locales/zh-CN/messages/index.ts';
import { createMessageTranslator } from '../../src-renderer/locales/translate-message.ts';
import { failureOf } from '../support/failure-of.ts';

const translate = createMessageTranslator(messages);

const MISTAKES = `espalier: 1
name: mistakes
seed: -1
steps:
  data: { do: import-data, source: foo.bin }
  a: { do: train, data: data, model: { preset: mlpp }, epochs: 0, batchSize: 1.5, optimizer: { kind: adm } }
  b: { do: train, data: [], model: 7, loss: 3, keep: bestt, epoch: 3 }
  c: { do: prune, model: nope, target: { sparsity: 2, keep: 1 }, schedule: { kind: cubic, epochs: x } }
  d: { do: trian }
  e: { do: evaluate, model: a, repeat: 500 }
  f: { do: export, model: a, formats: [], repeat: 3 }
  g: { do: train, data: data, model: { layers: [dens, { dense: { units: -1 } }, []] } }
  1bad: { do: train }
  h: 7
`;

const CYCLE = `espalier: 1
name: cycle
steps:
  p: { do: prune, model: q, target: { sparsity: 0.5 } }
  q: { do: prune, model: p, target: { sparsity: 0.5 } }
`;

const WRONG_KIND = `espalier: 1
name: kinds
steps:
  data: { do: import-data, source: 'builtin:mnist' }
  p: { do: prune, model: data, target: { sparsity: 0.5 } }
  x: { do: evaluate, model: nothing-here }
`;

const RECIPES = [
  MISTAKES,
  CYCLE,
  WRONG_KIND,
  'espalier: 2\nname: ""\nsteps: {}\n',
  'hello',
  'a: 1\na: 2\n',
  'steps:\n\t- x\n',
  'name: "abc\n',
];

/** Runs of words a person would read as English: names of fields, layers and values are one word. */
const english = (text: string): string[] => text.match(/(?<!['“[{\w.-])[A-Za-z]{2,}(?: [A-Za-z]{2,})+/g) ?? [];

describe('real messages, in Chinese', () => {
  it.each(RECIPES.map(text => [text.slice(0, 40), text] as const))('of the check of a recipe: %j', (_start, text) => {
    const { problems } = checkRecipeText(text, createCatalog());
    expect(problems.length).toBeGreaterThan(0);
    const texts = problems.flatMap(({ message, hint }) => [message, ...(hint === undefined ? [] : [hint])]);
    expect(texts.filter(message => english(translate(message)).length > 0).map(message => [message, translate(message)])).toEqual([]);
  });

  it('of a run that is refused, line by line', () => {
    const { message } = failureOf(() => requireRecipe(MISTAKES, createCatalog()));
    const lines = translate(message).split('\n');
    expect(lines[0]).toBe('配方无法按现状运行：');
    expect(lines).toContain("  steps.a.optimizer.kind：未知的优化器 'adm'（第 6 行，第 96 列）。是否想写“adam”？");
    expect(lines).toContain('  steps.b.epochs：缺少必填项“轮数”（第 7 行，第 3 列）');
    expect(lines.filter(line => english(line).length > 0)).toEqual([]);
  });

  const GB = 1e9;
  const dense: LayerEntry = { layer: 'dense', config: { units: 5, bias: true } };
  const memory = { totalBytes: 9 * GB, engineBytes: GB, parameterBytes: GB, activationBytes: 6 * GB, dataBytes: GB };
  const splits = { items: 3, classOf: null, ownTest: null, request: { validation: 2, test: 2, stratify: false, seed: 1 } };
  const refusals: readonly (readonly [string, () => unknown, string])[] = [
    ['a file', () => parseIdx(new Uint8Array(2), 'x', [1]), 'IDX 文件以 4 个字节的幻数开头，但此文件只有 2 字节'],
    ['splits', () => makeSplits(splits), '各部分总共最多 3 个样本，但验证 2 + 测试 2 要求 4 个'],
    [
      'a network',
      () => graphFromLayers([dense], { inputShape: [4], task: 'classes', outputs: 10 }),
      '最后一层必须给出 [10]（每个类别一个 logit），得到 [5]',
    ],
    ['pruning', () => bindCriterion({ kind: 'batch-norm-scale' }, 'weights'), '需要能对权重排序的准则，但“batch-norm-scale”对通道排序'],
    [
      'memory',
      () => refuseMemory(memory, { usedBytes: 0, peakBytes: 0, availableBytes: GB }),
      '此步骤需要约 9 GB 内存（引擎 1 GB、参数 1 GB、一批样本 6 GB、数据 1 GB），但可用 1 GB',
    ],
  ];
  it.each(refusals)('of a refusal: %s', (_what, call, chinese) => {
    expect(translate(failureOf(call).message).replace(/\s/g, ' ')).toBe(chinese);
  });

  it('of a job that ended', () => {
    expect(
      translate(
        "The job's process must end with a result, but it ended with signal SIGKILL. The system does that when memory runs out: about 1.2 GB were predicted, 0.5 GB were available.",
      ),
    ).toBe('作业进程必须以结果结束，但它以信号 SIGKILL 结束。内存耗尽时系统会这样做：预计需要约 1.2 GB，可用 0.5 GB。');
  });

  it('of an engine that was chosen, with what keeps the others away', () => {
    expect(
      translate(
        "The fastest here: 4.4 ms for a training step of the probe network (TensorFlow (native): not installed: 'espalier engine install' fetches TensorFlow's library; Plain JavaScript: 161 ms).",
      ),
    ).toBe(
      '这里最快的引擎：探测网络的一个训练步需要 4.4 毫秒（TensorFlow（原生）：未安装：“espalier engine install” 会下载 TensorFlow 的库；纯 JavaScript：161 毫秒）。',
    );
  });
});
