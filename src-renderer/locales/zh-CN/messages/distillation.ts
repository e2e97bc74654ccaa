/** Teachers, students and what goes from one to the other: messages by their English. */
export const distillationMessages: Readonly<Record<string, string>> = {
  'the name of a column': '列名',
  '12 to 64 hexadecimal digits of a hash': '哈希的 12 至 64 位十六进制数字',
  'An array of texts with one axis, little-endian, is required, but this one is none': '需要只有一个轴的小端文本数组，但这个不是',
  "A teacher that takes the data's own inputs is required {1}, the members of '{2}' have inputs of their own":
    '{1}，教师必须接受数据本身的输入，“{2}”的成员各有自己的输入',
  'Cross-validate with yields: refit, or leave that out.': '请用 yields: refit 进行交叉验证，或不使用该选项。',
  "A teacher that is a network is required {1}, '{2}' is a file of answers": '{1}，教师必须是网络，“{2}”是回答文件',
  'where inner values are compared': '比较内部值时',
  'where the teacher runs within the steps': '教师在训练步内运行时',
  'where inner values are compared, or inputs change from step to step': '比较内部值，或输入逐步变化时',
  'for assistants': '使用助教时',
  'for a student made from it': '由教师生成学生时',
  'Import the teacher itself with import-model, or leave that out.': '请用 import-model 导入教师本身，或去掉该项。',
  "Soft labels of all {1} items of the {2} part are required, '{3}' lacks {4}, the first of them item {5}":
    '需要{2}部分全部 {1} 个样本的软标签，“{3}”缺少 {4} 个，其中第一个是样本 {5}',
  'Teachers that are networks are required for further items: a file has answers to the items of the data alone':
    '对更多样本需要网络教师：文件只有对数据样本的回答',
  'Teachers that are networks are required for mixed items: a file has answers to the items of the data alone':
    '对混合样本需要网络教师：文件只有对数据样本的回答',
  'Leave mixup and cutmix out, or import the teacher itself with import-model.': '请去掉 mixup 和 cutmix，或用 import-model 导入教师本身。',
  'The data that the answers are of is required: a file of answers names none': '需要指明回答所属的数据：回答文件不说明',
  'At least one teacher is required: a model, or a file of answers': '至少需要一个教师：模型，或回答文件',
  'One file of soft labels is required, got {1}': '需要一个软标签文件，得到 {1}',
  'Answers of shape [N] or [N, classes] are required, but {1} is {2}': '回答的形状应为 [N] 或 [N, 类别数]，但 {1} 为 {2}',
  "An array called '{1}'": '名为“{1}”的数组',
  "An array called '{1}', or only one beside the items": '名为“{1}”的数组，或除样本编号外仅有的一个数组',
  'An array of {1} is required, but the file has {2}': '需要 {1} 数组，但文件中是 {2}',
  'Say so: holds: {1}.': '请写明：holds: {1}。',
  "A column called '{1}' is required; there are: {2}": '需要名为“{1}”的列；现有：{2}',
  'At least one row of soft labels is required, but there is none': '至少需要一行软标签，但一行也没有',
  "A file of soft labels is required: .npz, .npy, .csv, .tsv, .jsonl or .parquet; got '{1}'":
    '需要软标签文件：.npz、.npy、.csv、.tsv、.jsonl 或 .parquet；得到“{1}”',
  'Columns called like classes of the data ({1}), or p(CLASS), are required; there are: {2}':
    '需要以数据的类别（{1}）或 p(类别) 命名的列；现有：{2}',
  'Soft labels of {1} columns are required ({2}), got {3}': '需要 {1} 列软标签（{2}），得到 {3} 列',
  'as many as classes are named': '与所列类别一样多',
  'a class of the data each, in its order': '数据的每个类别一列，按其顺序',
  'a value of the data each': '数据的每个值一列',
  'Name the columns: classes: [ … ].': '请写明各列：classes: [ … ]。',
  "Soft labels of the data {1} are required, '{2}' says it is of {3}": '需要数据 {1} 的软标签，“{2}”注明属于 {3}',
  'The data has changed since they were made: make them anew, or take the data they were made for.':
    '数据在其生成后有变化：请重新生成，或使用它们所属的数据。',
  'An item for each of {1} rows is required, got {2}': '{1} 行各需要一个样本编号，得到 {2} 个',
  'Numbers of items from 0 to {1} are required, but row {2} has {3}': '样本编号应为 0 至 {1}，但第 {2} 行是 {3}',
  'One row for an item is required, but rows {1} and {2} are both of item {3}': '每个样本只能有一行，但第 {1} 行和第 {2} 行都属于样本 {3}',
  'A row for each of all {1} items is required, of the {2} outside the test part, or of the {3} of the training part; got {4}':
    '需要全部 {1} 个样本各一行，或测试部分以外的 {2} 个，或训练部分的 {3} 个；得到 {4} 行',
  'For rows in another order, add a column with the number of the item in the data set.':
    '若各行顺序不同，请添加一列，写明样本在数据集中的编号。',
  'A number for every class is required, but row {1} has {2}': '每个类别都需要一个数，但第 {1} 行有 {2}',
  'If the file holds logits, say so: holds: logits.': '若文件存的是 logit，请写明：holds: logits。',
  'Probabilities from 0 to 1 are required, but row {1} has {2}': '概率应在 0 到 1 之间，但第 {1} 行有 {2}',
  'Probabilities that sum to 1 are required, but those of row {1} sum to {2}': '概率之和应为 1，但第 {1} 行之和为 {2}',
  'Data of inputs {1} is required by the model, this has {2}': '模型需要输入为 {1} 的数据，此数据为 {2}',
  'Data that is prepared as the model’s own is required, this is prepared otherwise':
    '需要与模型自身数据同样预处理的数据，此数据的预处理不同',
  'Import the data with the settings the model was trained with.': '请用训练该模型时的设置导入数据。',
  'Either new items (source) or a data set (data) is required, got {1}': '需要新样本（source）或数据集（data）之一，得到 {1}',
  neither: '两者皆无',
  both: '两者皆有',
  'The file of answers may have at most {1} bytes, but there are more': '回答文件最多 {1} 字节，但超出了',
  "A teacher of {1} values is required by the data, '{2}' gives {3}": '数据需要给出 {1} 个值的教师，“{2}”给出 {3} 个',
  "A teacher that knows at least two classes of the data is required: the data has {1}, '{2}' knows {3}":
    '教师必须至少认识数据中的两个类别：数据有 {1}，“{2}”认识 {3}',
  'Classes are matched by their names.': '类别按名称对应。',
  'the student before': '之前的学生',
  'At least one teacher is required, got none': '需要至少一个教师，但没有',
  "'{1}' and '{2}' can't be compared: {3}": '“{1}”和“{2}”无法比较：{3}',
  'No layers of the two can.': '两者没有可以比较的层。',
  'These can: {1}.': '可以比较的有：{1}。',
  "The name of a layer is required, got '{1}'": '需要层的名称，得到“{1}”',
  'A layer with places, such as [height, width, channels], is required, but the model has none':
    '需要有空间位置的层，例如 [高, 宽, 通道]，但模型中没有',
  'A layer with places, such as [height, width, channels], is required, got {1}': '需要有空间位置的层，例如 [高, 宽, 通道]，得到 {1}',
  'Values at the same places are required of both, got {1} of the student and {2} of the teacher':
    '两者必须在同样的位置上有值，学生是 {1}，教师是 {2}',
  'A model with layers whose widths can change is required, this one has none': '需要有宽度可变的层的模型，此模型没有',
  'A model with layers or blocks that can go is required for a depth of {1}, this one has {2} of them':
    '深度 {1} 需要有可移除的层或块的模型，此模型有 {2} 个',
  'Change its width instead.': '请改为改变宽度。',
  'a file of soft labels of version {1} is required, got {2}': '需要版本 {1} 的软标签文件，得到{2}',
  'another file': '其他文件',
  'Soft labels of the data {1} are required, these are of {2}': '需要数据 {1} 的软标签，这些属于 {2}',
  'The data has changed since: leave the field out to have them made anew.': '数据此后有变化：略去该字段即可重新生成。',
  'Soft labels of the same teachers, in the same order, are required; these are of others':
    '需要同样教师、同样顺序的软标签；这些属于其他教师',
  'Soft labels of the same transfer set are required; these are of other items': '需要同一迁移集的软标签；这些属于其他样本',
  'These are no soft labels: {1}': '这不是软标签：{1}',
  'One budget is required: parameters, multiplyAdds, bytes, latency or latencyMs':
    '需要一个预算：parameters、multiplyAdds、bytes、latency 或 latencyMs',
  "A time of at least {1} ms for one item ({2} of the teacher's {3} ms), measured here, is required by the narrowest version of the teacher, got {4}":
    '教师的最窄版本在本机处理一个样本至少需要 {1} ms（教师为 {3} ms，是其 {2} 倍），而给定的是 {4}',
  'Ask for more time, or choose another structure for the student.': '请放宽时间，或为学生选择其他结构。',
  'A budget of at least {1} {2} is required by the narrowest version of the teacher, got {3}':
    '教师的最窄版本至少需要 {1} {2} 的预算，得到 {3}',
  'Choose another structure for the student.': '请为学生选择其他结构。',
  "A student like '{1}' would answer with {2} numbers, the data asks for {3}": '像“{1}”这样的学生会给出 {2} 个数，而数据需要 {3} 个',
  'Choose a preset or a list of layers.': '请选择预设网络或层列表。',
  "A teacher with one input and one output is required, '{1}' has {2} and {3}": '教师必须有一个输入和一个输出，“{1}”有 {2} 个和 {3} 个',
  "A teacher of inputs {1} is required by the data, '{2}' takes {3}": '数据需要输入为 {1} 的教师，“{2}”的输入是 {3}',
  "A teacher whose inputs were prepared as the data's are is required, '{1}' was trained on others":
    '教师的输入必须与数据的预处理相同，但“{1}”是用其他预处理训练的',
  'Import the data with the settings the teacher was trained with.': '请用训练教师时的设置导入数据。',
  "The distillation loss '{1}' is for {2}, but the data's task is {3}": '蒸馏损失“{1}”用于{2}，但数据的任务是{3}',
  'none: its task is not classes': '无：其任务不是分类',
  'At least one item is required in the transfer set, all classes are left out': '迁移集至少需要一个样本，但所有类别都被略去',
  'Further items of shape {1} are required, got {2}': '额外样本的形状必须是 {1}，得到 {2}',
  'Further items that are prepared as the data is are required, these are prepared otherwise': '额外样本的预处理必须与数据相同，但这些不同',
  'Import both with the same settings.': '请用同样的设置导入两者。',
  "'{1}' is no better than chance: {2} right, always naming the most frequent class gets {3}":
    '“{1}”不优于随机：准确率 {2}，总是回答最常见的类别可得 {3}',
  'Distillation hurts this student: an error of {1} with a teacher, {2} without, on {3} items':
    '蒸馏对该学生有害：在 {3} 个样本上，有教师时误差为 {1}，没有教师时为 {2}',
  'There is no gap to close: the student alone has an error of {1}, the teacher {2}': '没有差距需要弥补：学生单独的误差为 {1}，教师为 {2}',
  "'{1}' does not know {2}: on items of these the labels alone teach": '“{1}”不认识 {2}：在这些类别的样本上只由标签教学',
  "The answers' biases of {1} were set so that the student names them as often as the teacher":
    '已调整 {1} 的输出偏置，使学生回答它们的频率与教师相同',
  'the 64 hexadecimal digits of a stored file': '已存文件的 64 个十六进制数字',
  "A model that was taught by another is required, '{1}' had no teacher": '需要由其他模型教过的模型，“{1}”没有教师',
  "A part that answers were kept of is required, got '{1}'": '需要保留了回答的部分，得到“{1}”',
  'The teacher ran within the steps, and there is no validation part.': '教师在训练步骤中运行，且没有验证集。',
  'Kept: {1}.': '保留的有：{1}。',
  "One of {1} is required for '{2}', got '{3}'": '对“{2}”需要 {1} 之一，得到“{3}”',
};
