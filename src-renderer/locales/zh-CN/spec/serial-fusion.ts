/** Texts of serial fusion, and of the data it is made of, by their English. */
export const specSerialFusion: Readonly<Record<string, string>> = {
  'Only these classes': '仅这些类别',
  'Left out: all of them.': '省略则取全部。',
  Class: '类别',
  Cascade: '级联',
  'A cheap member answers the items it is sure of; the others go on to the next, dearer one.':
    '便宜的成员回答它有把握的样本；其余样本交给下一个更昂贵的成员。',
  'Sure by': '把握程度的依据',
  'The greatest probability, its lead over the next, or how little entropy all of them have.':
    '最大概率、它对第二大概率的领先，或全部概率的熵有多小。',
  'max-probability': '最大概率',
  margin: '领先幅度',
  entropy: '熵',
  'What the thresholds are chosen for, on held-out items.': '在留出样本上选择阈值的目标。',
  'Accuracy that may be lost': '允许损失的准确率',
  'Against the last member alone, as a share of the items; the cheapest setting that keeps to it is taken.':
    '相对于单独使用最后一个成员，以样本的比例计；取满足它的最便宜设置。',
  'Cost allowed': '允许的成本',
  'Multiply-adds of an item on average, as a share of the last member’s; the most accurate setting within it is taken.':
    '每个样本平均的乘加次数，以最后一个成员的比例计；在其范围内取最准确的设置。',
  Specialists: '专家',
  'The first member sends each item to the member that was trained on the classes it takes it for.':
    '第一个成员把每个样本交给针对它所判断类别训练的成员。',
  'Answers itself from': '自行回答的下限',
  'At least so sure, the first member answers by itself; above 1: it always asks.': '把握达到此值时第一个成员自行回答；大于 1：总是询问。',
  Chain: '链',
  'Members in a row: each reads beside its input what the one before it says, and is trained on the data with that frozen.':
    '成员排成一列：每个成员除输入外还读取前一个成员的输出，并在前者冻结的情况下于数据上训练。',
  'Passed on': '传递的内容',
  'Its probabilities, or what its last layer reads.': '它的概率，或它最后一层读取的特征。',
  probabilities: '概率',
  features: '特征',
  'How members’ classes are found among the data’s.': '如何把成员的类别对应到数据的类别。',
  Classes: '类别',
  'By name': '按名称',
  byName: '按名称',
  'By a table per member': '按每个成员的对照表',
  'Table per member': '每个成员的对照表',
  'What it leaves out goes by name.': '未列出的类别按名称对应。',
  'Its classes': '它的类别',
  'Class of the data': '数据的类别',
  Boosting: '提升',
  'Trains stages of one network one after the other, each on what the former ones got wrong; their sum is the model.':
    '依次训练同一网络的多个阶段，每个阶段针对前面答错的部分；它们的和就是模型。',
  Stages: '阶段数',
  Rule: '规则',
  'Gradient: a stage is added to the frozen sum of the former ones. SAMME.R: items they got wrong weigh more.':
    '梯度：把新阶段加到前面各阶段冻结的和上。SAMME.R：答错的样本权重更大。',
  gradient: '梯度',
  'samme-r': 'SAMME.R（加权）',
  Shrinkage: '收缩',
  'How much a stage counts: less wants more stages. Left out: 1, with SAMME.R 0.2.':
    '每个阶段的份量：越小需要的阶段越多。省略：1，SAMME.R 时为 0.2。',
  'Ends when so many stages brought nothing on the validation part.': '当这么多阶段在验证部分上没有改进时结束。',
  stages: '个阶段',
  Stage: '阶段',
  'For boosting: the network of every stage.': '用于提升：每个阶段的网络。',
  'For what is trained: of each stage of a boosting, of each link of a chain.': '用于需要训练的部分：提升的每个阶段、链的每一环。',
};
