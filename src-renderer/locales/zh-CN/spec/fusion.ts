/** Texts of fusion side by side and in weight space, by their English. */
export const specFusion: Readonly<Record<string, string>> = {
  Fuse: '融合',
  'Makes one model of several: side by side, one after the other, or by averaging their weights.':
    '把多个模型合成一个：并联、串联，或对权重取平均。',
  Members: '成员',
  'At least two models; replicates of a step are a member each.': '至少两个模型；一个步骤的每次重复各为一个成员。',
  Method: '方法',
  'What the fusion is fitted and judged on; left out: the data of the first member.':
    '用于拟合和评判融合的数据；省略：用第一个成员的数据。',
  Average: '平均',
  'The mean of the members’ probabilities, or of their values.': '各成员概率（或数值）的平均。',
  'Weighted average': '加权平均',
  'A mean of the members’ probabilities, or values, with the weights that do best on the validation part.':
    '各成员概率（或数值）的加权平均，权重取在验证部分上表现最好的。',
  'Fit on': '拟合所用部分',
  'Items that no member was trained on.': '任何成员都没有用来训练的样本。',
  Minimise: '最小化',
  'The log loss sees how sure a member is; the error counts wrong answers only. Of values, both are the squared error.':
    '对数损失会考虑成员的把握程度；错误率只数答错的。对数值任务，两者都是平方误差。',
  'Given weights': '指定权重',
  'In the order of the members, instead of fitted ones.': '按成员顺序给出，代替拟合的权重。',
  'Greedy selection': '贪心选择',
  'Takes members one by one, with replacement, each time the one with which the average does best on the validation part.':
    '逐个（可重复）选入成员，每次选使平均在验证部分上表现最好的那个。',
  'Members taken at most.': '最多选入的成员数。',
  'Sorted start': '按优劣起步',
  'The best members are taken first, as many as improve the average, at most this many.':
    '先按优劣选入最好的成员，只要平均有改进，至多这么多个。',
  Bags: '抽袋数',
  'Of ten members or more: further selections from half of them each, drawn by lot; their counts are added up.':
    '十个成员以上时：另外从随机抽取的一半成员中各做一次选择，次数累加。',
  'Average of logits': 'logit 平均',
  'The mean of the members’ logits; a member that is surer has more say.': '各成员 logit 的平均；更有把握的成员影响更大。',
  'Geometric mean': '几何平均',
  'The geometric mean of the members’ probabilities: a class that one member rules out is out.':
    '各成员概率的几何平均：只要一个成员排除某类，该类就出局。',
  'Majority vote': '多数表决',
  'Each member votes for one class; the mean probability breaks ties.': '每个成员投一类的票；平票时看平均概率。',
  'Weighted vote': '加权表决',
  'Each member votes for one class, with more weight the more often it was right on the validation part.':
    '每个成员投一类的票，在验证部分上越常答对，权重越大。',
  'Rank average': '名次平均',
  'The mean place of a class in the members’ orders, however sure they are.': '类别在各成员排序中的平均名次，与把握程度无关。',
  Maximum: '最大值',
  'The greatest probability that any member gives a class.': '任一成员给该类的最大概率。',
  Product: '乘积',
  'The product of the members’ probabilities: as if their errors had nothing to do with each other.':
    '各成员概率的乘积：假定它们的错误互不相关。',
  'Calibrate first': '先校准',
  'Brings each member’s probabilities in line with how often it is right, on the validation part.':
    '在验证部分上，使每个成员的概率与其答对的频率一致。',
  Temperature: '温度',
  'Divides the logits by one number per member.': '每个成员的 logit 除以一个数。',
  'Platt, vector scaling': 'Platt（向量缩放）',
  'A factor and an offset per class.': '每类一个系数和一个偏移。',
  Isotonic: '保序回归',
  'A rising curve per class; needs some thousand items.': '每类一条上升曲线；需要数千个样本。',
  'Stochastic weight averaging': '随机权重平均',
  'Trains one model on at a constant rate and averages the weights at the end of each epoch; costs no more than the model.':
    '以恒定学习率继续训练一个模型，并对每轮结束时的权重取平均；成本不高于该模型。',
  'Trained on from the member, its weights averaged on the way.': '从该成员继续训练，途中对其权重取平均。',
  'Exponential moving average': '指数移动平均',
  'Trains one model on at a constant rate and averages the weights after every step, later ones counting more; costs no more than the model.':
    '以恒定学习率继续训练一个模型，并在每一步之后对权重取平均，越晚权重越大；成本不高于该模型。',
  Decay: '衰减',
  'Of the average, per step: it reaches back over some 1 / (1 − decay) steps.': '平均的衰减，按步计：约回溯 1 / (1 − 衰减) 步。',
  'Kept constant, so that the weights walk around in the valley.': '保持恒定，使权重在谷底四处移动。',
  'Model soup': '模型汤',
  'Averages the weights of models that came from one start; costs no more than one of them.':
    '对出自同一起点的模型的权重取平均；成本不高于其中一个。',
  Take: '选取',
  'Greedy: one after the other, best first, and only those with which the average is no worse on the validation part.':
    '贪心：由优到劣逐个加入，只保留使平均在验证部分上不变差的成员。',
  'Points on the line': '连线上的点数',
  'Where the error between two models is measured, the ends among them.': '在两个模型之间测量错误率的位置，含两端。',
  'Highest barrier': '最高壁垒',
  'By how much the error may rise between two models; beyond, their weights are not averaged.':
    '两个模型之间错误率允许升高多少；超出则不对其权重取平均。',
};
