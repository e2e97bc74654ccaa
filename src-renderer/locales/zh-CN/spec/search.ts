/** Samplers and schedulers. */
export const specSearch: Readonly<Record<string, string>> = {
  TPE: 'TPE',
  'Learns where good trials lie and where the others, and draws where the difference is greatest.':
    '学习好的试验与其余试验各分布在何处，并在差别最大的地方抽取。',
  'Trials by lot at first': '开始时随机抽取的试验数',
  'Draws to choose from': '每次供挑选的候选数',
  'Draws every value by lot: what every other sampler has to beat.': '每个值都随机抽取：其他采样器都必须胜过它。',
  ASHA: 'ASHA',
  'Asynchronous successive halving: the best third of a rung goes on, without waiting for the others.':
    '异步逐次减半：每一级中最好的三分之一继续训练，不必等待其他试验。',
  Reduction: '缩减倍数',
  'One of so many goes on to the next rung, and trains so many times as long.':
    '每这么多个试验中有一个进入下一级，训练时间也变为这么多倍。',
  'Epochs of the first rung': '第一级的轮数',
  None: '无',
  'Every trial trains to the end.': '每个试验都训练到底。',
  'Sobol sequence': 'Sobol 序列',
  'Fills the space more evenly than lots do; learns nothing.': '比随机抽取更均匀地填满空间；不会学习。',
  Grid: '网格',
  'Every combination of a few values each, in mixed order.': '每个量取几个值，遍历所有组合，顺序打乱。',
  'Values per range': '每个范围的取值数',
  'Evenly spread on its scale; choices take all their options.': '在其刻度上均匀分布；选项则取全部。',
  'Regularised evolution': '正则化进化',
  'Children of good trials that differ in one thing; the old die, or where weights are inherited the worst.':
    '好的试验产生只差一处的后代；旧的会淘汰，继承权重时则淘汰最差的。',
  Population: '种群大小',
  'The youngest trials, or where weights are inherited the best, that may have children.':
    '可以有后代的试验：最新的，继承权重时则为最好的。',
  'The best trials so far, which may have children.': '目前最好的、可以有后代的试验。',
  'Drawn for a tournament': '锦标赛抽取数',
  'The best of them is the parent.': '其中最好的成为父代。',
  'Gaussian process': '高斯过程',
  'Models the objective itself and tries where it promises most: for small spaces and up to 200 trials.':
    '直接对目标建模，并在最有希望之处尝试：适合小空间和不超过 200 次试验。',
  'NSGA-II': 'NSGA-II',
  'Evolution for several objectives: keeps what no other beats in everything, and spreads along the front.':
    '用于多个目标的进化：保留不被其他全面胜过的试验，并沿前沿展开。',
  Hyperband: 'Hyperband',
  'Successive halving from bold to cautious brackets in turn, for when the first epochs tell little.':
    '从大胆到谨慎的分组轮流逐次减半，适用于前几轮说明不了什么的情况。',
  'Successive halving': '逐次减半',
  'Trains a group a little, keeps the best of it, trains them longer, until one is left; then the next group.':
    '先少量训练一组，保留其中最好的，再训练更久，直到只剩一个；然后是下一组。',
  'Median stop': '中位数停止',
  'Stops a trial that is worse than the median of the others at the same epoch.': '停止在同一轮比其他试验的中位数更差的试验。',
  'Epochs that every trial gets': '每个试验至少训练的轮数',
  'Trials to compare with': '用于比较的试验数',
  'Fewer tell nothing.': '更少则说明不了什么。',
};
