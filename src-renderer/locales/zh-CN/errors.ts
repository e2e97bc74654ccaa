import type { AppErrorCode } from '../../../src-shared/lib/app-error.ts';

export const errors = {
  quoteId: '报告时请注明编号 {{id}}。',
  'invalid-input': { title: '按给定的内容无法执行', advice: '请修改上面指出的内容后重试。' },
  'not-found': { title: '未找到', advice: '它可能已被删除，或者名称有误。' },
  cancelled: { title: '已取消', advice: '“继续”会从最近的检查点接着运行。' },
  diverged: { title: '训练发散', advice: '损失已不是数值。请尝试更低的学习率、梯度裁剪，或对输入做标准化。' },
  'nothing-changed': { title: '该步骤没有改变任何东西', advice: '结果与输入相同。请修改目标。' },
  'verification-failed': { title: '写出的文件给出的答案不一致', advice: '该文件未保留。请换一种导出格式，并报告此问题。' },
  'job-lost': { title: '该作业的进程自行结束', advice: '“继续”会从最近的检查点接着运行。日志中有它最后的输出。' },
  'disk-full': { title: '磁盘已满', advice: '请释放一些空间后继续：运行会从最近的检查点接着进行。' },
  'out-of-memory': { title: '内存不足', advice: '请减小批大小或网络规模，或关闭其他程序。' },
  'read-only': { title: '该位置不可写', advice: '请选择一个可写的文件夹。' },
  'workspace-locked': { title: '另一个程序已打开此工作区', advice: '请在那里关闭它，或打开其他工作区。' },
  'store-from-future': { title: '此工作区由更新版本的 Espalier 创建', advice: '请更新 Espalier 后再打开。' },
  'store-damaged': { title: '存储的数据已损坏', advice: '请运行 “espalier doctor” 查看受影响的内容。' },
  'engine-unavailable': { title: '没有可用的计算设备', advice: '原因见“计算设备”页面。' },
  'install-failed': { title: '原生引擎未能安装', advice: '一切保持原样：计算照常进行。请重试。' },
  'connection-lost': { title: '连接中断', advice: '重试之前请先确认操作是否已完成。' },
  internal: { title: 'Espalier 内部出错', advice: '这是程序的错误。请附上详细信息报告。' },
} as const satisfies Record<AppErrorCode, { title: string; advice: string }> & { quoteId: string };
