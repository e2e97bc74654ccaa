import type { data as english } from '../en/data.ts';
import type { Texts } from '../texts.ts';

export const data: Texts<typeof english> = {
  title: '数据',
  empty: '还没有数据集。含 import-data 步骤的配方会导入数据。',
  items: '样本数',
  input: '输入',
  classes: '类别',
  warnings: '值得注意',
  task: { classes: '{{count}} 个类别', binary: '两个类别', values: '数值' },
};
