import type { folds as english } from '../en/folds.ts';
import type { Texts } from '../texts.ts';

export const folds: Texts<typeof english> = {
  title: '交叉验证',
  dealt_other: '{{folds}} 折，{{count}} 次划分，{{items}} 个样本',
  of: { train: '取自训练部分', 'train+validation': '取自训练与验证部分' },
  yields: {
    refit: '最终模型用全部样本重新训练。',
    ensemble: '最终模型是各成员的平均。',
  },
  summary: '{{figure}} {{mean}} ± {{error}}，共 {{count}} 折',
  figure: '在留出样本上',
  mean: '均值',
  standardError: '标准误',
  standardErrorHelp: '均值的标准误，按一次划分的折数计算：更多次划分用的仍是同一批样本，并不使均值更可靠。',
  deviation: '标准差',
  deviationHelp: '单独一折与均值相差多少。',
  range: '最小 – 最大',
  fold: '折',
  round: '第 {{round}} 次划分，第 {{fold}} 折',
  heldOut: '留出',
  trained: '训练用',
  place: '所在位置',
  placeHelp: '左端为各折中最小值，右端为最大值；竖线为均值。',
  part: '第 {{number}} 部分',
  parts_other: '{{count}} 个部分',
  membersTrained_other: '已训练 {{count}} 折',
  wholeTrained: '已用全部样本训练',
};
