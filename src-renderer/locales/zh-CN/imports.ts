import type { imports as english } from '../en/imports.ts';
import type { Texts } from '../texts.ts';

export const imports: Texts<typeof english> = {
  title: '导入',
  file: '文件',
  hash: 'SHA-256',
  read: '读取结果',
  mapped_other: '{{count}} 个部分成为层',
  folded_other: '{{count}} 个并入其他层',
  opaque_other: '{{count}} 个由 ONNX Runtime 原样运行',
  unmatched_other: '{{count}} 个未被使用',
  head: '文件末尾',
  heads: {
    softmax: 'Softmax，由任务负责',
    sigmoid: 'Sigmoid，由任务负责',
    'log-softmax': 'Log-softmax，由任务负责',
    linear: 'logits 或数值，保持原样',
  },
  difference: '与文件的差异',
  compared: '在 {{runtime}} 中至多 {{difference}}，基于 {{random}} 个随机样本和 {{real}} 个真实样本',
  notCompared: '未比较：这里没有能运行此类文件的程序',
  parts_other: '文件的全部 {{count}} 个部分',
  partsOf: '{{file}} 的各部分',
  part: '部分',
  operator: '算子',
  became: '成为',
  outcomes: { mapped: '一个层', folded: '其他层的一部分', opaque: '原样保留', unmatched: '未被使用' },
};
