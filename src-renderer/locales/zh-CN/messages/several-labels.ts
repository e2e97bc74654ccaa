/** Items with several labels: messages of main, by their English. */
export const severalLabelsMessages: Readonly<Record<string, string>> = {
  'a list of probabilities': '概率列表',
  'one to eight characters': '一到八个字符',
  "A label column holds 0 and 1, but '{1}' of item {2} is '{3}'": '标签列只含 0 和 1，但第 {2} 个样本的“{1}”是“{3}”',
  "From 1 to {1} labels are required in '{2}' ({3} labels times items), but {4} items have {5}":
    '“{2}”中需要 1 到 {1} 个标签（标签数乘样本数不超过 {3}），但 {4} 个样本有 {5} 个',
  'Is it the right column?': '列选对了吗？',
  'Is it what stands between labels?': '标签之间的分隔符对吗？',
  'A list must have the columns {1}, but has {2}': '列表必须有 {1} 列，但其列为 {2}',
  'A list with the label columns is required, but there is none': '需要含标签列的列表，但没有列表',
  'Name the list: list: labels.csv.': '请指明列表：list: labels.csv。',
  "Several labels an item are the task 'labels', but the task is '{1}'": '每个样本有多个标签时任务为 “labels”，但任务是“{1}”',
  'Leave out separator and labelColumns, or take task: labels.': '请去掉 separator 和 labelColumns，或设置 task: labels。',
  'Classes can be chosen of a data set of classes, but items of this one have several labels':
    '只有分类数据集才能选择类别，但此数据集的样本有多个标签',
  "The label '{1}' may have at most {2} different combinations, but has more": '标签列“{1}”最多可有 {2} 种不同组合，但实际更多',
  'Take one column of 0 and 1 for each label.': '请为每个标签使用一列 0 和 1。',
  'The {1} split has no item with label {2}.': '{1}部分中没有带标签 {2} 的样本。',
  'The {1} split has no item with labels {2}.': '{1}部分中没有带标签 {2} 的样本。',
  'The {1} split has no item with labels {2} and {3} more.': '{1}部分中没有带标签 {2} 以及另外 {3} 个标签的样本。',
  'The {1} split has no item with {2} {3}.': '{1}部分中没有带{2} {3} 的样本。',
  "Label '{1}' suffers: {2} gets it wrong on {3} items where {4} gets it right, and {5} the other way round.":
    '标签“{1}”变差：{2} 在 {3} 个样本上答错而 {4} 答对，相反的情况有 {5} 个。',
  '{1} gets {2} % of the labels of {3} items wrong, and {4} items not wholly right.':
    '{1} 在 {3} 个样本上有 {2} % 的标签答错，{4} 个样本未全部答对。',
  'gets no more labels wrong than': '答错的标签不多于',
  'gets not detectably more labels wrong than': '答错的标签没有可察觉地多于',
  'gets fewer labels wrong than': '答错的标签少于',
  'gets more labels wrong than': '答错的标签多于',
  '{1} {2} {3} (Hamming loss {4} % against {5} %; Wilcoxon {6})': '{1} {2} {3}（汉明损失 {4} % 对 {5} %；Wilcoxon {6}）',
  "Thresholds are for items with several labels, but the data's task is {1}": '阈值用于有多个标签的样本，但数据的任务是{1}',
  'Thresholds chosen on validation items must be judged on others, but the split is validation':
    '在验证样本上选定的阈值必须在其他样本上评判，但划分是验证集',
  'Judge on test, or take the threshold ½.': '请在测试集上评判，或取阈值 ½。',
  'Validation items are required to choose thresholds on, but the data has none': '选定阈值需要验证样本，但数据没有',
};
