/** Texts of the latency lab, by their English. */
export const specLatency: Readonly<Record<string, string>> = {
  'Latency lab': '延迟实验室',
  'Times exported files beside each other, each in its own runtime and in turns, on items of the data.':
    '让导出的文件在各自的运行时中、用数据的样本轮流计时。',
  'Files as an export writes them; nothing is left on the disk.': '与导出所写的文件相同；磁盘上不留下任何东西。',
  Budget: '预算',
  'What each format has to keep. The export says whether it does, and leaves the files either way.':
    '每种格式须符合的上限。导出会说明是否符合；无论如何文件都会保留。',
  'Greatest size': '最大大小',
  'The median in the runtime of the file, on one thread where it can be told.': '在文件自己的运行时中的中位数；可指定时用一个线程。',
  'Batch sizes': '批大小',
  Threads: '线程',
  'Of onnxruntime; other runtimes stand there once, on what they use.': '用于 onnxruntime；其他运行时只出现一次，按其所用的线程数。',
  'The model in this program': '本程序中的模型',
  'On the engine in force, beside its files.': '在当前引擎上，与其文件并列。',
  'Time for each file and batch size': '每个文件和批大小的时间',
};
