/** Models fused side by side, one behind the other, and by their weights: messages by their English. */
export const fusionsMessages: Readonly<Record<string, string>> = {
  'held out': '留出',
  'Predictions of at least one member are required, got none': '需要至少一个成员的预测，但没有',
  "Predictions on items that '{1}' was not trained on are required, but it was trained on {2} of these {3}":
    '需要“{1}”没有训练过的样本上的预测，但这 {3} 个样本中有 {2} 个它训练过',
  'Fit on a part of the data that no member has seen, or on out-of-fold predictions.': '请在没有成员见过的数据部分上拟合，或使用折外预测。',
  "Members with predictions on the same items in the same folds are required, but those of '{1}' and '{2}' differ":
    '各成员的预测必须来自同样的样本和同样的折，但“{1}”和“{2}”的不同',
  'Give all members one data set, and one set of folds.': '请让所有成员使用同一数据集和同样的折。',
  "One prediction per item is required, but '{1}' answers {2} items more than once":
    '每个样本需要一个预测，但“{1}”对 {2} 个样本回答了不止一次',
  "{1} values per item are required of '{2}', got {3} for {4} items": '“{2}”必须每个样本给出 {1} 个值，但 {4} 个样本得到 {3} 个',
  "The file of the model '{1}' is missing or damaged": '模型“{1}”的文件丢失或损坏',
  "The folds of '{1}' are missing or damaged": '“{1}”的折丢失或损坏',
  "What '{1}' answered out of fold is missing or damaged": '“{1}”的折外回答丢失或损坏',
  'The model of fold {1} in round {2} is missing or damaged': '第 {2} 轮第 {1} 折的模型丢失或损坏',
  'The answers of fold {1} in round {2} are missing or damaged': '第 {2} 轮第 {1} 折的回答丢失或损坏',
  'Put the file back, or start the recipe that made it again: what is whole is taken over, the rest is made anew.':
    '请放回该文件，或重新启动生成它的配方：完好的会沿用，其余重新生成。',
  'At least two members are required for a fusion, got {1}': '融合需要至少两个成员，得到 {1} 个',
  'Name a second model.': '请再指定一个模型。',
  'inputs of one shape': '相同的输入形状',
  'Fuse models of one data set.': '请融合同一数据集的模型。',
  "Members with one preprocessing are required, but those of '{1}' and '{2}' differ: {3}":
    '各成员的预处理必须相同，但“{1}”与“{2}”的不同：{3}',
  'Train them on the same import of the data, so that they see the same numbers.': '请用同一次数据导入训练它们，使它们看到同样的数值。',
  'one task': '相同的任务',
  'Fuse models that answer the same question.': '请融合回答同一问题的模型。',
  "Members with one number of outputs are required, got {1} ('{2}') and {3} ('{4}')":
    '各成员的输出个数必须相同，得到 {1}（“{2}”）和 {3}（“{4}”）',
  "Members with one input and one output are required, but '{1}' has {2} and {3}":
    '各成员必须有一个输入和一个输出，但“{1}”有 {2} 个和 {3} 个',
  "Members with {1} are required, got {2} ('{3}') and {4} ('{5}')": '各成员必须有{1}，得到 {2}（“{3}”）和 {4}（“{5}”）',
  'Members with the same classes are required, but {1}': '各成员的类别必须相同，但{1}',
  'one names a class twice': '其中一个把同一类别列了两次',
  'A chain fuses models with other classes.': '链式融合可以融合类别不同的模型。',
  '{1} and {2} more': '{1} 以及另外 {2} 个',
  "The rule '{1}' is for {2}, but the data's task is {3}": '规则“{1}”用于{2}，但数据的任务是{3}',
  "Choose 'gradient'.": '请选择 “gradient”。',
  'A cascade needs models that answer with classes: how sure a regression is can’t be told from its answer':
    '级联需要回答类别的模型：从回归的答案看不出它有多大把握',
  'Average regressions, or chain them.': '请对回归取平均，或把它们串接。',
  'A cascade needs held-out items to choose its thresholds on, got none': '级联需要留出的样本来选择阈值，但没有',
  "Every stage must cost less than the last, but '{1}' costs {2} and '{3}' {4} multiply-adds an item":
    '每一级的代价都必须小于最后一级，但“{1}”每个样本需要 {2} 次乘加，“{3}”需要 {4} 次',
  'Name the members from the cheapest to the dearest.': '请按代价从低到高列出成员。',
  'A cost of at least {1} is required, what the first stage alone costs beside the last; got {2}':
    '代价至少为 {1}，即第一级相对于最后一级的代价；得到 {2}',
  "Members of one graph are required to average weights, but '{1}' and '{2}' are built differently":
    '对权重取平均需要结构相同的成员，但“{1}”和“{2}”的结构不同',
  "Average their answers instead: method 'average'.": '请改为对答案取平均：方法 “average”。',
  "Weights of one valley are required: a barrier of at most {1}, but between '{2}' and '{3}' it is {4} (error {5})":
    '权重必须处于同一谷中：势垒不超过 {1}，但“{2}”与“{3}”之间是 {4}（错误率 {5}）',
  "Average models that were fine-tuned from one start, or average the members' answers: method 'average'.":
    '请对从同一起点微调的模型取平均，或对成员的答案取平均：方法 “average”。',
  'A validation part with at least one item is required to see whether weights may be averaged, but the data has none':
    '判断权重能否取平均需要至少有一个样本的验证部分，但数据中没有',
  "Exactly one member is required for '{1}', got {2}": '“{1}” 需要恰好一个成员，得到 {2} 个',
  "Average the weights of several models with method 'soup'.": '请用方法 “soup” 对多个模型的权重取平均。',
  'last epoch': '最后一轮',
  "'{1}' is no part of the average": '“{1}”不在平均之中',
  "Members whose answers are {1} are required for '{2}', these give {3}": '“{2}”需要答案为{1}的成员，但这些成员给出{3}',
  'Average values, or weight them.': '请对值取平均，或加权。',
  'A validation part with at least one item is required to {1}, but the data has none': '{1}需要至少有一个样本的验证部分，但数据中没有',
  'calibrate members': '校准成员',
  'fit weights': '拟合权重',
  "Import the data with a validation part, or choose 'average'.": '请导入带验证部分的数据，或选择 “average”。',
  'Members that answer with classes are required to calibrate, these give {1}': '校准需要回答类别的成员，但这些成员给出{1}',
  "'{1}' has no weight and is no part of the model": '“{1}”没有权重，不在模型之中',
  'The members could not be judged: {1}': '无法评判各成员：{1}',
  'A weight for each of {1} members is required, got {2}': '{1} 个成员各需要一个权重，得到 {2} 个',
  'At least one weight above 0 is required, got only zeros': '至少要有一个大于 0 的权重，但全部为零',
  'Leave the weights out to have them fitted.': '省略权重即可由程序拟合。',
  "'{1}' answers '{2}' to every validation item": '“{1}”对每个验证样本都回答“{2}”',
  'At least two members, or data to make some on, are required, got neither': '需要至少两个成员，或可用来训练成员的数据，但两者都没有',
  "Every model is required once, but '{1}' is there twice (or another with the same weights)":
    '每个模型只能出现一次，但“{1}”出现了两次（或有另一个权重相同的模型）',
  'Give a member more say with weights.': '请用权重让某个成员更有分量。',
  "Members for items of [{1}] with {2} are required by the data, but '{3}' takes [{4}] and gives {5}":
    '数据需要输入为 [{1}]、答案为{2}的成员，但“{3}”的输入是 [{4}]，给出{5}',
  "Out-of-fold predictions of every member are required to stack, but '{1}' has none": '堆叠需要每个成员的折外预测，但“{1}”没有',
  'Make it by a cross-validate step, with the same folds for all, and name that step in crossValidated.':
    '请用 cross-validate 步骤以同样的折训练它，并在 crossValidated 中写明该步骤。',
  'A table is required for a learner that sees the items too, but these are of shape [{1}]':
    '学习器若也看样本，则需要表格数据，但这些样本的形状是 [{1}]',
  'Leave features out.': '请略去 features。',
  'Boosting makes its members itself; none are required, got {1}': '提升自己产生成员；不需要成员，得到 {1} 个',
  "The network of a stage is required for boosting ('stage: { preset: … }'), but it is missing":
    '提升需要每一级的网络（“stage: { preset: … }”），但没有',
  'A cascade needs 2 to 8 members, from the cheapest to the dearest, got {1}': '级联需要 2 到 8 个成员，按代价从低到高，得到 {1} 个',
  'A validation part with at least one item is required to choose thresholds on, but the data has none':
    '选择阈值需要至少有一个样本的验证部分，但数据中没有',
  'A chain needs at least two members, got {1}': '链式融合需要至少两个成员，得到 {1} 个',
  "The data has no class for {1} of '{2}'": '数据中没有“{2}”的 {1} 所对应的类别',
  'A later member of a chain needs a layer with weights, which can read more than its input; this one has none':
    '链中后面的成员需要一个有权重的层，以便读取输入以外的内容；此成员没有',
  'The member': '该成员',
  'The data': '数据',
  'Its classes: {1}.': '它的类别：{1}。',
  "{1} must have a class '{2}', which the table of labels names": '{1}必须有标签对照表所写的类别“{2}”',
};
