/** Texts of the reader of NumPy arrays, by their English. */
export const specNumpy: Readonly<Record<string, string>> = {
  'NumPy arrays (.npz, .npy)': 'NumPy 数组（.npz、.npy）',
  'An array of items and one of labels, each perhaps with _train and _test: images of bytes [N, H, W] or [N, H, W, C], or rows of numbers [N, D]. Labels [N, L] of 0 and 1: several an item, or one where each row has one 1.':
    '一个样本数组和一个标签数组，名称可带 _train 和 _test：字节图像 [N, H, W] 或 [N, H, W, C]，或数值行 [N, D]。标签 [N, L] 由 0 和 1 组成：每项可有多个标签；若每行恰有一个 1，则为一个类别。',
  Inputs: '输入',
  Labels: '标签',
  'Name of the array; left out: x, images, inputs, data or features.': '数组名称；留空则为 x、images、inputs、data 或 features。',
  'Name of the array; left out: y, labels, targets, target or label.': '数组名称；留空则为 y、labels、targets、target 或 label。',
};
