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
};
