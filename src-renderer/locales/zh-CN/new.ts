import type { newExperiment as english } from '../en/new.ts';
import type { Texts } from '../texts.ts';

export const newExperiment: Texts<typeof english> = {
  title: '新建实验',
  subtitle: '配方说明做什么、按什么顺序、用哪些种子。“espalier run” 使用同样的文本。',
  startFrom: '从此开始',
  own: '你的草稿',
  recipe: '配方',
  run: '运行',
  problems_other: '{{count}} 个问题',
  valid: '可以运行',
  checking: '正在检查',
  place: '第 {{line}} 行第 {{column}} 列',
  plan: '它会做什么',
  planEmpty: '配方可读后，步骤会显示在这里。',
  times: '{{count}} 次，每次使用各自的种子',
};
