/** Texts of the reader of NumPy arrays, by their English. */
export const specNumpy: Readonly<Record<string, string>> = {
  'NumPy arrays (.npz, .npy)': 'NumPy 数组（.npz、.npy）',
  'An array of items and one of labels, each perhaps with _train and _test: images of bytes [N, H, W] or [N, H, W, C], or rows of numbers [N, D].':
    '一个样本数组和一个标签数组，名称可带 _train 和 _test：字节图像 [N, H, W] 或 [N, H, W, C]，或数值行 [N, D]。',
  Inputs: '输入',
  Labels: '标签',
  'Name of the array; left out: x, images, inputs, data or features.': '数组名称；留空则为 x、images、inputs、data 或 features。',
  'Name of the array; left out: y, labels, targets, target or label.': '数组名称；留空则为 y、labels、targets、target 或 label。',
};
