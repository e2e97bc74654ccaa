/** Texts of items with several labels, by their English. */
export const specSeveralLabels: Readonly<Record<string, string>> = {
  'Thresholds of labels': '标签的阈值',
  'The least probability that counts as having a label; validation: for each label the one with the best F1 there.':
    '概率达到多少才算有该标签；validation：每个标签取验证集上 F1 最高的阈值。',
  'What the file takes with it as the least probability of having each label.': '文件附带的阈值：判为有各标签的最低概率。',
  'classes: one class an item; labels: any number of labels an item, also none.':
    'classes：每个样本一个类别；labels：每个样本任意多个标签，也可以没有。',
  'Between labels': '标签之间',
  'What stands between the labels of an item. Left out: | or ; or a comma, whichever most items have; a JSON list needs none.':
    '一个样本的各标签之间的分隔符。省略时取 |、; 或逗号中最常见的一个；JSON 列表不需要。',
  'Label columns': '标签列',
  'Columns of 0 and 1, one a label, in place of one that lists them.': '由 0 和 1 组成的列，每列一个标签，代替列出标签的一列。',
  'Further label columns': '其他标签列',
  'Where each label is a column of 0 and 1: those beside the label column. * stands for any characters.':
    '每个标签各为一列 0 和 1 时：除标签列以外的那些列。* 代表任意字符。',
  'Weights of the labels': '标签的权重',
  "How much having a label counts beside lacking it; 'balanced': items without it / items with it.":
    '有某标签相对于没有它的权重；“balanced”：没有它的样本数 / 有它的样本数。',
  'A weight per label': '每个标签一个权重',
};
