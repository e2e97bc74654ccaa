/** Messages whose English is put together from pieces, so that no single template of the source is the whole of it. */
export const composedMessages: Readonly<Record<string, string>> = {
  '{1} of {2}': '{2} 中的 {1}',
  '{1} to {2}': '{1} 到 {2}',
  "The recipe can't be run as it is:": '配方无法按现状运行：',
  '{1} ms': '{1} 毫秒',
  '{1} files': '{1} 个文件',
  "Try '{1}'.": '请尝试“{1}”。',
  'Known: {1}.': '已知：{1}。',
  'Removable: {1}.': '可移除：{1}。',
  'Groups: {1}.': '组：{1}。',
  'For weights: {1}.': '适用于权重：{1}。',
  'For channels: {1}.': '适用于通道：{1}。',
  'For layers: {1}.': '适用于层：{1}。',
  'The {1} split has no item of class {2}.': '{1}部分中没有类别 {2} 的样本。',
  'The {1} split has no item of classes {2}.': '{1}部分中没有类别 {2} 的样本。',
  'The {1} split has no item of classes {2} and {3} more.': '{1}部分中没有类别 {2} 以及另外 {3} 类的样本。',
  "TensorFlow's library was looked for ({1}; here, in tensorflow/, in lib/ and in {2}/), but the folder has only {3} and {4} more":
    '查找了 TensorFlow 的库（{1}；在此处、tensorflow/、lib/ 和 {2}/ 中），但该文件夹中只有 {3} 以及另外 {4} 个',
  "TensorFlow's library was looked for ({1}; here, in tensorflow/, in lib/ and in {2}/), but the folder has only {3}":
    '查找了 TensorFlow 的库（{1}；在此处、tensorflow/、lib/ 和 {2}/ 中），但该文件夹中只有 {3}',
  'The splits may take at most the {1} items there are, but validation {2} + test {3} asks for {4}':
    '各部分总共最多 {1} 个样本，但验证 {2} + 测试 {3} 要求 {4} 个',
  'The splits may take at most the {1} items there are, but train {2} + validation {3} + test {4} asks for {5}':
    '各部分总共最多 {1} 个样本，但训练 {2} + 验证 {3} + 测试 {4} 要求 {5} 个',
  'The splits may take at most the {1} items there are, but train {2} + validation {3} asks for {4}':
    '各部分总共最多 {1} 个样本，但训练 {2} + 验证 {3} 要求 {4} 个',
  'The step needs about {1} of memory (engine {2}, parameters {3}, a batch {4}, data {5}), but {6} are available':
    '此步骤需要约 {1} 内存（引擎 {2}、参数 {3}、一批样本 {4}、数据 {5}），但可用 {6}',
  'exactly {1}': '恰好 {1}',
  'signal {1}': '信号 {1}',
  'unknown {1} {2}': '未知的{1} {2}',
  'unknown layer {1}': '未知的层 {1}',
  'unknown {1}': '未知的 {1}',
  'line {1}, column {2}': '第 {1} 行，第 {2} 列',
  "column '{1}'": '列“{1}”',
  "Column '{1}' has no value at all and is ignored.": '列“{1}”没有任何值，已忽略。',
  "Column '{1}' numbers the rows and is ignored.": '列“{1}”只是行号，已忽略。',
  "Column '{1}' has too many distinct values for categories and is ignored.": '列“{1}”不同的值太多，不能作为类别，已忽略。',
  "Column '{1}' has too many distinct values, not all numbers ('{2}' in row {3}), and is ignored.":
    '列“{1}”不同的值太多，且不全是数值（“{2}”，第 {3} 行），已忽略。',
  "Column '{1}' has {2} distinct texts, more than {3}, and is ignored.": '列“{1}”有 {2} 个不同的文本，多于 {3} 个，已忽略。',
  "Column '{1}' has {2} distinct texts in {3} rows, as a name or an id has, and is ignored.":
    '列“{1}”在 {3} 行中有 {2} 个不同的文本，像名称或编号，已忽略。',
  "Column '{1}' holds {2} numbers but also texts ('{3}' in row {4}), and is read as categories.":
    '列“{1}”有 {2} 个数值，但也有文本（“{3}”，第 {4} 行），按类别读取。',
  '{1} makes fewer errors than {2} ({3} against {4} of {5}; McNemar {6}) {7}':
    '{1} 的错误少于 {2}（{5} 个样本中 {3} 对 {4} 个错误；McNemar 检验 {6}），{7}',
  '{1} makes more errors than {2} ({3} against {4} of {5}; McNemar {6}) {7}':
    '{1} 的错误多于 {2}（{5} 个样本中 {3} 对 {4} 个错误；McNemar 检验 {6}），{7}',
  '{1} makes no more errors than {2} ({3} against {4} of {5}; McNemar {6}) {7}':
    '{1} 的错误不多于 {2}（{5} 个样本中 {3} 对 {4} 个错误；McNemar 检验 {6}），{7}',
  '{1} makes not detectably more errors than {2} ({3} against {4} of {5}; McNemar {6}) {7}':
    '{1} 的错误没有可检出地多于 {2}（{5} 个样本中 {3} 对 {4} 个错误；McNemar 检验 {6}），{7}',
  '{1} is closer than {2} (mean absolute error {3} against {4}; Wilcoxon {5}) {6}':
    '{1} 的偏差小于 {2}（平均绝对误差 {3} 对 {4}；Wilcoxon 检验 {5}），{6}',
  '{1} is further off than {2} (mean absolute error {3} against {4}; Wilcoxon {5}) {6}':
    '{1} 的偏差大于 {2}（平均绝对误差 {3} 对 {4}；Wilcoxon 检验 {5}），{6}',
  '{1} is no further off than {2} (mean absolute error {3} against {4}; Wilcoxon {5}) {6}':
    '{1} 的偏差不大于 {2}（平均绝对误差 {3} 对 {4}；Wilcoxon 检验 {5}），{6}',
  '{1} is not detectably further off than {2} (mean absolute error {3} against {4}; Wilcoxon {5}) {6}':
    '{1} 的偏差没有可检出地大于 {2}（平均绝对误差 {3} 对 {4}；Wilcoxon 检验 {5}），{6}',
  'Over seeds ({1} against {2}): {3} against {4} on average': '多个种子（{1} 对 {2} 个）的平均：{3} 对 {4}',
  'To see a difference this small you would need about {1} items': '要看出这么小的差异，约需 {1} 个样本',
  '{1}, Holm-adjusted {2}': '{1}，Holm 校正后 {2}',
  'Remove it': '删除它',
  'Set the file aside and forget what was made of it; its step runs again when it is needed':
    '把文件移到一边，并忘记由它产生的内容；需要时会重新运行其步骤',
  'Forget what was made of it; its step runs again when it is needed': '忘记由它产生的内容；需要时会重新运行其步骤',
  'Forget it': '忘记它',
  'Keras HDF5 reader on {1}': 'Keras HDF5 读取器（{1}）',
  'Keras archive reader on {1}': 'Keras 归档读取器（{1}）',
  'tfjs-layers {1} on {2}': 'tfjs-layers {1}，运行于 {2}',
  'with {1} of its weights and {2} of its compressed file; being masked only, its plain file and its arithmetic are as before ({3})':
    '保留其 {1} 的权重，压缩文件为其 {2}；由于只是掩码，普通文件和运算量与之前相同（{3}）',
};
