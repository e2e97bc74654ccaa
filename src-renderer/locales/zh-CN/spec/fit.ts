/** Making a model fit its limits. */
export const specFit: Readonly<Record<string, string>> = {
  'Make it fit': '使模型合适',
  'Tries ways to make a model smaller or faster, alone and one after the other, and yields the one that meets the limits best.':
    '尝试把模型变小或变快的各种方法（单独或先后使用），给出最符合限制的一个。',
  'Model to make fit': '要变小的模型',
  'It may be as large as': '大小上限',
  'What is over one of these is no answer; the best of what is within them is.': '超过其中任何一项的都不是答案；答案是限制之内最好的一个。',
  'Those of a mask that are zero count too.': '被掩码置零的也计算在内。',
  'Of the native file; of what is quantised, of its ONNX file where that is smaller.':
    '指原生文件；对量化后的模型，若 ONNX 文件更小则指该文件。',
  'It must be as good as': '质量下限',
  'Then the smallest that is as good is the answer; left out: the best within the limits.':
    '此时答案是达到该质量的最小模型；留空时：限制之内最好的一个。',
  'Validation accuracy at least': '验证准确率至少',
  'Validation loss at most': '验证损失至多',
  Plans: '方案',
  'What is tried; any value may be a range.': '要尝试的内容；任何值都可以是一个范围。',
  'Tries plans that make a model fit, one after the other.': '逐一尝试使模型合适的方案。',
  'Each trial counts with its longest training; without the repeats.': '每个试验按其最长的一次训练计；不含重复。',
  Method: '方法',
  'distill: a narrower network is taught by the model; search: the best widths of its layers are searched; cascade: a narrower one answers what it is sure of, the model the rest; quantise: the model as it is, with fewer bits.':
    'distill：由该模型教一个更窄的网络；search：搜索各层的最佳宽度；cascade：更窄的网络回答它有把握的样本，其余由该模型回答；quantise：模型不变，只减少位数。',
  'Share of the parameters left': '保留的参数比例',
  'Nothing for quantise alone; for a cascade that of the narrower network.': '仅用 quantise 时不填；对级联而言是较窄网络的比例。',
  'int8: quantised at the end. A cascade keeps float32.': 'int8：最后再量化。级联保持 float32。',
  'Accuracy a cascade may lose': '级联可以损失的准确率',
  'Against the model, as a share of the validation items; the more, the more the narrower network answers.':
    '与该模型相比，以验证样本的比例计；越大，由较窄网络回答的样本就越多。',
  'For one item; of a cascade on average over the validation part.': '指一个样本；对级联而言是验证部分上的平均值。',
  'Of its ONNX file on one thread; of a cascade on average over validation items.':
    '指其 ONNX 文件在单线程上的用时；对级联而言是验证样本上的平均值。',
};
