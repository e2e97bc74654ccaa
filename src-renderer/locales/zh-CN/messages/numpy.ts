/** Reading NumPy arrays: messages of main, by their English. */
export const numpyMessages: Readonly<Record<string, string>> = {
  'An array may have at most {1} bytes, but its header claims {2} numbers': '数组最多可有 {1} 字节，但其头部声称有 {2} 个数',
  'It is cut off: copy or write it again.': '文件被截断：请重新复制或写入。',
  'An array of {1} numbers has {2} bytes, but this one has {3}': '{1} 个数的数组有 {2} 字节，但此数组有 {3} 字节',
  'A NumPy array (.npy) is required, but the first bytes are of none': '需要 NumPy 数组（.npy），但开头的字节不是',
  'A NumPy file of version 1, 2 or 3 is required, got {1}': '需要版本 1、2 或 3 的 NumPy 文件，得到 {1}',
  'A NumPy header may have {1} bytes within the file, but this one claims {2}': 'NumPy 头部在文件内最多 {1} 字节，但此头部声称 {2} 字节',
  'An array of whole or floating numbers is required, got {1}': '需要整数或浮点数数组，得到 {1}',
  'Python objects, texts and structures are not read: save numbers.': '不读取 Python 对象、文本和结构：请保存数值。',
  'A header as NumPy writes it is required, but this one is none': '需要 NumPy 写出的头部，但此头部不是',
  'An array with 1 to {1} axes that are not empty is required, got ({2})': '需要 1 到 {1} 个非空轴的数组，得到 ({2})',
  'NumPy arrays (.npz or .npy) are required, but there is none': '需要 NumPy 数组（.npz 或 .npy），但没有',
  'An array of inputs and one of labels are required; there are: {1}': '需要一个输入数组和一个标签数组；现有：{1}',
  'Say which they are: inputs and labels.': '请指明：inputs 和 labels。',
  'One label an item is required: {1} has {2} items, {3} has {4} labels': '每个样本需要一个标签：{1} 有 {2} 个样本，{3} 有 {4} 个标签',
  'Images must be bytes (uint8) of shape [N, H, W] or [N, H, W, C], but {1} is {2}':
    '图像必须是形状为 [N, H, W] 或 [N, H, W, C] 的字节（uint8），但 {1} 是 {2}',
  'Save them as (255 * images).astype("uint8").': '请保存为 (255 * images).astype("uint8")。',
  'Labels from 0 to 255 are required, but item {1} is labelled {2}': '标签必须为 0 到 255，但样本 {1} 的标签是 {2}',
  'All parts must have rows of {1} numbers, but {2} is {3}': '所有部分的每行必须有 {1} 个数，但 {2} 是 {3}',
  'At most {1} columns and {2} values are read as rows, but there are {3} × {4}': '按行最多读取 {1} 列和 {2} 个值，但有 {3} × {4}',
};
