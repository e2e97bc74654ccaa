/** Texts of stacking, by their English. */
export const specStacking: Readonly<Record<string, string>> = {
  'Cross-validated members': '交叉验证的成员',
  'Members made by cross-validate steps with the same folds; stacking learns from their out-of-fold predictions.':
    '由折相同的交叉验证步骤得到的成员；堆叠从它们的折外预测中学习。',
  Stacking: '堆叠',
  'A learner reads the members’ answers; it learns from predictions that each member made of items it had not seen.':
    '学习器读取各成员的答案；它从各成员对未见样本的预测中学习。',
  Learner: '学习器',
  'What makes one answer of the members’ answers.': '把各成员的答案合成一个答案的模型。',
  'Learners below': '下层学习器',
  'A layer of learners between the members and the learner, which then reads them instead.':
    '成员与学习器之间的一层学习器；学习器改为读取它们的答案。',
  'Sees the items too': '也看样本本身',
  'The learner reads the columns of the table beside the members’ answers.': '除各成员的答案外，学习器还读取表格的各列。',
  Ridge: '岭',
  'A linear model of the members’ probabilities: multinomial logistic with a ridge; of values, ridge regression.':
    '以各成员概率为输入的线性模型：带岭惩罚的多项逻辑回归；对数值为岭回归。',
  'λ of λ/2·‖w‖² beside the sum of the losses; 1 is scikit-learn’s C = 1.': 'λ/2·‖w‖² 中的 λ，与损失之和相加；1 即 scikit-learn 的 C = 1。',
  'Non-negative logistic': '非负逻辑回归',
  'One weight for each member, never below 0, on the logarithms of its probabilities, and an offset for each class.':
    '每个成员一个不小于 0 的权重，作用于其概率的对数；每类一个偏移。',
  'Small network': '小型网络',
  'One hidden layer over the members’ probabilities: sees which member to trust where.':
    '以各成员概率为输入的一个隐藏层：看出何处该信任哪个成员。',
  'Hidden units': '隐藏单元',
  'Passes over the out-of-fold predictions.': '遍历折外预测的次数。',
};
