import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { messages } from '../../../../src-renderer/locales/zh-CN/messages/index.ts';
import { createMessageTranslator, type MessageCatalogue } from '../../../../src-renderer/locales/translate-message.ts';

const marks = { colon: '：', semicolon: '；', stop: '。', comma: '、' };

function translator(templates: Record<string, string>, more: Partial<MessageCatalogue> = {}): (english: string) => string {
  return createMessageTranslator({ templates, words: {}, labels: {}, marks, and: '和', or: '或', brackets: ['（', '）'], ...more });
}

const required = { '{1} is required, got {2}': '需要 {1}，得到 {2}', 'one of {1} is required, got {2}': '需要其一：{1}；得到 {2}' };

describe('the translation of a message', () => {
  it('puts the values where the other language has them', () => {
    const translate = translator({ "The step '{1}' of run {2} failed": '运行 {2} 的步骤“{1}”失败' });
    expect(translate("The step 'lean' of run 7 failed")).toBe('运行 7 的步骤“lean”失败');
  });

  it('leaves a text without a template as it is', () => {
    const translate = translator(required);
    expect(translate('epoch 3 of 10: loss 0.25')).toBe('epoch 3 of 10: loss 0.25');
    expect(translate('')).toBe('');
  });

  it('takes the most literal template that fits', () => {
    expect(translator(required)('one of sgd, adam is required, got 3')).toBe('需要其一：sgd、adam；得到 3');
  });

  it('translates a value that is a message itself, and none that stands in quotes', () => {
    const translate = translator({ "Not run: '{1}' failed ({2})": '未运行：“{1}”失败（{2}）', 'out of memory': '内存不足' });
    expect(translate("Not run: 'out of memory' failed (out of memory)")).toBe('未运行：“out of memory”失败（内存不足）');
  });

  it('knows single words in values only', () => {
    const translate = translator({ 'The {1} split is empty': '{1}部分是空的' }, { words: { train: '训练' } });
    expect(translate('The train split is empty')).toBe('训练部分是空的');
    expect(translate('train')).toBe('train');
  });

  it('takes the names of fields in small letters, but ids of a list as a recipe writes them', () => {
    const translate = translator(
      { 'required ({1})': '必须填写（{1}）', 'one of {1} is wanted': '应为其一：{1}' },
      { labels: { Keep: '保留', 'Learning rate': '学习率' } },
    );
    expect(translate('required (learning rate)')).toBe('必须填写（学习率）');
    expect(translate('one of keep, drop is wanted')).toBe('应为其一：keep、drop');
    expect(translate('one of keep and drop is wanted')).toBe('应为其一：keep 和 drop');
  });

  it('finds messages that were put together: places, lines, sentences, brackets', () => {
    const translate = translator({ ...required, "Did you mean '{1}'?": '是否想写“{1}”？', 'line {1}, column {2}': '第 {1} 行第 {2} 列' });
    expect(translate("  steps.a: one of sgd, adam is required, got 3 (line 2, column 5). Did you mean 'sgd'?\nKilled")).toBe(
      '  steps.a：需要其一：sgd、adam；得到 3（第 2 行第 5 列）。是否想写“sgd”？\nKilled',
    );
  });

  it('sets spaces as Chinese has them', () => {
    const translate = translator({ 'A {1} and {2} are needed here': '需要 {1} 和{2}' }, { words: { model: '模型', '3 items': '3 items' } });
    expect(translate('A model and 3 items are needed here')).toBe('需要模型和 3 items');
  });

  it('is quick, and has no text that makes it slow', () => {
    const translate = createMessageTranslator(messages);
    const hostile = ["' is required, got ", 'a: ', 'A. ', ' and ', '(', '; ', '\n', 'one of ', '{1}', ' (line 1, column 1)'];
    const texts = hostile.flatMap(piece => [
      piece.repeat(4000 / piece.length),
      `a value in ${piece.repeat(3900 / piece.length)} is required, got 1`,
    ]);
    const before = performance.now();
    texts.forEach(translate);
    // Some 30 ms on a quiet machine; exponential search would take years.
    expect(performance.now() - before).toBeLessThan(3000);
  });

  it('never throws, whatever the text', () => {
    const translate = createMessageTranslator(messages);
    const piece = fc.oneof(fc.constantFrom(...Object.keys(messages.templates)), fc.string(), fc.constantFrom(': ', '. ', '\n', ' (', ')'));
    fc.assert(fc.property(fc.array(piece, { maxLength: 6 }), pieces => typeof translate(pieces.join('')) === 'string'));
  });
});
