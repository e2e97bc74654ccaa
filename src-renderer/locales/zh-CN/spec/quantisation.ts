/** Texts of quantisation, by their English. */
export const specQuantisation: Readonly<Record<string, string>> = {
  Precision: '精度',
  'As the model is, or quantised for this file alone: see the quantise step for the way with a fine-tune. float16 computes in float16, too.':
    '与模型相同，或仅为此文件量化：带微调的做法见“量化”步骤。float16 的运算也用 float16。',
  Quantise: '量化',
  'Stores and computes with fewer bits, layer by layer as far as it does no harm, and trains the model for it where asked.':
    '逐层以更少的位存储和计算，只要无损质量；需要时为此训练模型。',
  'int8: weights and activations; dynamic: ranges found for each input; weights: they alone are stored small; codebook: as one of 256 or 16 values a layer, found by k-means; float16 and bfloat16 halve the file.':
    'int8：权重与激活值；dynamic：为每个输入求范围；weights：仅权重存得小；codebook：每层只有 256 或 16 个值，由 k-means 求得；float16 与 bfloat16 使文件减半。',
  Budget: '预算',
  'Some layers stay in float32: those that lose most for the bytes they save. Left out: none does.':
    '部分层保持 float32：即每节省一字节损失最大的层。省略时没有。',
  'Greatest share of the file': '文件大小上限（比例）',
  'Of the bytes of the model’s ONNX file in float32.': '占模型 float32 的 ONNX 文件字节数。',
  'Greatest loss of quality': '质量损失上限',
  'Before a fine-tune: so much more of all answers wrong at most; for a regression, such a share of its error.':
    '微调前：错误回答的比例至多增加这么多；回归则为其误差的这一比例。',
  'Measure every layer by itself': '逐层单独测量',
  'What it costs to quantise it alone; a budget asks for it in any case.': '单独量化该层的代价；有预算时总会测量。',
  'Training in which weights and activations are rounded as they will be, so that the model learns to live with it.':
    '训练时权重与激活值按最终方式舍入，使模型学会适应。',
  'Bits a weight': '每个权重的位数',
  'Of int8 and int8-dynamic; 7 where a processor’s integer sums of 16 bits would overflow.':
    '用于 int8 与 int8-dynamic；若处理器的 16 位整数求和会溢出，取 7。',
  'Steps of activations': '激活值的量化步',
  'Asymmetric steps reach from the least to the greatest value; symmetric ones alike to both sides of 0.':
    '非对称量化从最小值到最大值；对称量化在 0 的两侧相同。',
  Calibration: '校准',
  'Which ranges the activations get, from training items; of int8 only.': '由训练样本确定激活值的范围；仅用于 int8。',
  Items: '样本数',
  Method: '方法',
  'Kept in float32': '保持 float32',
  'First layer': '第一层',
  'Last layer': '最后一层',
  'By name.': '按名称。',
  'C header': 'C 头文件',
  'One file of plain C99 in int8, without libraries, for microcontrollers: dense and convolutional networks. A model that is not in int8 yet is quantised for it.':
    '一个纯 C99 文件，int8，不依赖任何库，适用于微控制器：全连接与卷积网络。尚未为 int8 的模型会为此量化。',
  Percentile: '百分位',
  'Cuts off the few most extreme values for finer steps.': '截去少数最极端的值，使量化步更细。',
  'Kept share': '保留比例',
  'Of all values; the rest is cut off.': '占所有值的比例；其余被截去。',
  'Least to greatest': '最小到最大',
  'Nothing that calibration met is cut off; one outlier makes all steps coarse.': '校准时出现的值都不截去；一个离群值会使所有量化步变粗。',
  Entropy: '熵',
  'Cuts where the least information is lost, by Kullback-Leibler divergence.': '按 Kullback-Leibler 散度，在信息损失最小处截断。',
  'Squared error': '平方误差',
  'Cuts where rounding and cutting off together make the least squared error.': '在舍入与截断的总平方误差最小处截断。',
  'Fake quantisation': '伪量化',
  'Rounds each value to one of few, as integer arithmetic does; a quantise step puts it where it belongs.':
    '像整数运算那样把每个值舍入为少数几个值之一；由“量化”步骤放到合适的位置。',
  Range: '范围',
  'Fixed by calibration, or from each item’s own least to its greatest value.': '由校准固定，或取每个样本自身的最小到最大值。',
  Step: '步长',
  'Of a fixed range.': '用于固定范围。',
  'Zero point': '零点',
  'Of a fixed range: which step stands for 0.': '用于固定范围：哪一步代表 0。',
};
