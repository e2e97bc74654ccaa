import type { models as english } from '../en/models.ts';
import type { Texts } from '../texts.ts';

export const models: Texts<typeof english> = {
  title: '模型',
  empty: '还没有模型。训练会产生第一个。',
  filter: '筛选模型',
  validation: '验证',
  madeBy: '来源步骤',
  run: '运行',
  layers: '层',
  layer: '层',
  type: '类型',
  outputShape: '输出形状',
  provenance: '来源',
  epochs: '轮数',
  epochsKept: '共 {{run}} 轮，保留第 {{kept}} 轮',
  stoppedEarly: '提前停止',
  trainingTime: '训练时间',
  optimizerSteps: '优化步数',
  artifact: '原生文件（sha-256）',
  dataArtifact: '数据清单（sha-256）',
  total: '合计',
  kept: '保留 {{percent}}',
  maskedOnly: '零值是掩码得到的：压缩后文件变小，稠密运算不会变快。',
  figures: '数据',
};
