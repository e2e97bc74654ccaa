/** Messages of fusion: its layers, its step, and why models can't be fused. */
export const fusionMessages: Readonly<Record<string, string>> = {
  'it has a form only as the last layer of a model, where the answers are probabilities that sum to 1':
    '它只有作为模型的最后一层（答案是和为 1 的概率）时才能写出',
  'at most {1} values can be ranked, it has {2}': '最多能对 {1} 个值排名，它有 {2} 个',
  'it has a form for rows only, its values have shape [{1}]': '它只能写出一维的行，而其值的形状为 [{1}]',
  'maximum needs inputs of equal shape, got {1}': 'maximum 需要形状相同的输入，实际为 {1}',
  'Per channel, ascending: where the pieces meet.': '每个通道，升序：各段相接之处。',
  'Per channel: the value at each place.': '每个通道：每处的值。',
  'piecewise-linear needs a curve for each of {1} channels, got {2} and {3}':
    'piecewise-linear 需要为 {1} 个通道各给一条曲线，实际为 {2} 与 {3}',
  'piecewise-linear needs ascending places with a value each, those of channel {1} are not':
    'piecewise-linear 需要升序的位置且各有一个值，通道 {1} 的不是',
  'each channel has a curve of its own': '每个通道有自己的曲线',
  'ranks compare all channels': '名次要比较所有通道',
  'rescale needs 1 number, or {1}, one per channel of its input, got {2}':
    'rescale 需要 1 个数，或 {1} 个（输入的每个通道一个），实际为 {2} 个',
  'each channel has a factor of its own': '每个通道有自己的系数',
  'select-channels needs channels below {1} for an input of {2}, got {3}':
    '输入为 {2} 时，select-channels 需要小于 {1} 的通道号，实际为 {3}',
  'channels are taken by their number': '通道按编号选取',
  'The process that computes on stored answers has ended: {1}': '用已存回答计算的进程已结束：{1}',
  "Members of one data set are required, but '{1}' was made with another than '{2}'": '成员必须来自同一数据集，但“{1}”所用的与“{2}”不同',
  'A chain fuses models of different data.': '不同数据的模型用链式融合。',
  'At least two members, or data to make some on, are required, got neither': '至少需要两个成员，或用于生成成员的数据，两者都没有',
  "Every model is required once, but '{1}' is there twice (or another with the same weights)":
    '每个模型只能出现一次，但“{1}”出现了两次（或另一个的权重与它相同）',
  'Give a member more say with weights.': '用权重让某个成员影响更大。',
  "Members for items of [{1}] with {2} are required by the data, but '{3}' takes [{4}] and gives {5}":
    '数据要求成员接收 [{1}] 的样本、任务为 {2}，但“{3}”接收 [{4}]、给出 {5}',
  'An ensemble may have at most {1} members, but there are {2} folds': '集成最多有 {1} 个成员，而这里有 {2} 折',
  'At most {1} inputs an item and {2} in all can stand side by side, but members that each fit their own need up to {3} for each of {4} items':
    '并排放置的输入每条最多 {1} 个、总共最多 {2} 个，而各自拟合预处理的成员最多需要每条 {3} 个、共 {4} 条',
  'Choose yields: refit, or fewer folds.': '请选择 yields: refit，或减少折数。',
  'The preprocessing was fitted once on all items of the training part, held-out ones too, as what it was fitted on was too large to keep, or was imported by an earlier version: import it anew.':
    '预处理在训练部分的全部条目（包括留出的条目）上只拟合了一次，因为它所依据的数据太大而未保留，或是由较早的版本导入的：请重新导入。',
  'Choose fewer folds or rounds, or yields: refit. The folds that were trained are kept.':
    '选择更少的折或划分次数，或 yields: refit。已训练的折会保留。',
};
