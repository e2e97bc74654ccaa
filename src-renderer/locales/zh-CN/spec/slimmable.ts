/** Networks of several widths, and their sub-networks. */
export const specSlimmable: Readonly<Record<string, string>> = {
  'Train slimmable': '训练可变宽度网络',
  'Trains one network to answer at several widths: a sub-network of it needs no training from the start.':
    '训练一个可在多种宽度下回答的网络：其子网络无需从头训练。',
  'Left out: that of the model it goes on with.': '省略：所接续模型的数据。',
  'Shares of the channels of every layer that are trained at each step, every one with statistics of its own; the whole width always is.':
    '每一步都训练的各层通道比例，每种宽度有自己的统计量；全宽始终参与训练。',
  'Further networks at each step': '每一步的额外网络数',
  'Of widths drawn by lot between the narrowest and the widest, layer by layer; each costs as much as the whole network.':
    '宽度在最窄与最宽之间逐层随机抽取；每个的代价与整个网络相同。',
  'Narrow ones learn from the widest': '窄网络向最宽的学习',
  'From its answers at the same step, in place of the labels.': '以它在同一步的回答代替标签。',
  'Search sub-networks': '搜索子网络',
  'Tries sub-networks of a slimmable network under a budget, takes the best out, and fine-tunes it.':
    '在预算内尝试可变宽度网络的子网络，取出最好的一个并微调。',
  'Slimmable network': '可变宽度网络',
  'What a slim step trained.': '由 slim 步骤训练得到。',
  'One limit at least; up to 1 it is a share of the whole network, above 1 a number.':
    '至少一个上限；不超过 1 时为整个网络的比例，大于 1 时为数目。',
  'Sub-networks tried': '尝试的子网络数',
  'Each is answered with on the validation part; none is trained.': '每个都在验证部分上作答；都不训练。',
  'Training of the sub-network by itself.': '单独训练该子网络。',
  'Trained beside the result, with the same data.': '用相同的数据与结果并列训练。',
  'Its shape from new values': '相同结构从新的初始值训练',
  'For as many epochs as the slimmable network and the fine-tune had together.': '轮数与可变宽度网络和微调之和相同。',
};
