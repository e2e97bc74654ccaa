import type { home as english } from '../en/home.ts';
import type { Texts } from '../texts.ts';

export const home: Texts<typeof english> = {
  title: '首页',
  tourTitle: '在真实数据上看它运行',
  tourText:
    '导览会用 60,000 张手写数字训练一个网络，将其剪枝到十二分之一，在两者都没见过的 10,000 张数字上比较，然后导出小模型，并读回核对。',
  tourNote: '无需安装，无需下载。两核 CPU 最多约 {{minutes}} 分钟；随时可以离开，它会继续。',
  takeTour: '开始导览',
  readRecipe: '查看配方',
  steps: '它会做什么',
  running: '正在运行',
  nothingRunning: '没有正在运行的任务。',
  recent: '最近的运行',
  noRuns: '还没有运行。可以从导览开始。',
  allRuns: '全部运行',
  kindHelp: {
    'import-data': '读取并检查文件，预留验证和测试样本。',
    train: '训练网络，保留验证损失最低的一轮。',
    'cross-validate': '每一折各训练一个不含该折的成员，并在该折上评判：对新样本可以期待什么，有多大把握。',
    slim: '训练一个可在多种宽度下回答的网络。',
    subnet: '从可变宽度网络中取出预算内最好的子网络，并微调。',
    prune: '按计划移除最不重要的权重，并微调其余部分。',
    factorise: '用两个较小矩阵的乘积代替卷积核与全连接权重，并微调。',
    cluster: '让每层的权重只取少数几个值，使存储的文件变小。',
    quantise: '逐层以 8 位或 16 位存储和计算，只要无损质量。',
    distill: '让小模型学会一个或几个大模型的回答，并与没有教师的同一模型比较。',
    squash: '用蒸馏把融合模型或大模型变成一个小模型。',
    evaluate: '在一个划分上测量一个模型。',
    'check-up': '逐层剪枝，并建议每层可以去掉多少。',
    compare: '并排比较模型：带区间的错误率、大小、速度、差异检验。',
    export: '为其他工具写出文件，逐个读回并比对答案。',
    latency: '让导出的文件在各自的运行时中轮流计时。',
  },
};
