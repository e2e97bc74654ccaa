import type { slimmable as english } from '../en/slimmable.ts';
import type { Texts } from '../texts.ts';

export const slimmable: Texts<typeof english> = {
  title: '一个网络，多种宽度',
  widths: '各宽度的指标',
  width: '宽度',
  note: '每种宽度有自己的统计量；最宽的就是这个模型。介于其间的任何宽度都是子网络：可以在预算内搜索。',
  search: '搜索子网络',
  lossAt: '宽度 {{width}}',
  subNetwork: '取自可变宽度网络',
  found_one: '尝试了一个预算内的子网络。',
  found_other: '预算内尝试的 {{count}} 个子网络中最好的一个（按微调之前的验证损失）。',
  beside: '与处处同样变窄的子网络并列',
  chosen: '选中',
  even: '处处同样变窄',
  whole: '整个网络',
  isEven: '没有宽度不均的子网络优于处处同样变窄的那个。',
  kept: '{{channels}} 个通道中的 {{kept}} 个',
};
