/** TensorFlow Lite files read as networks: messages of main, by their English. */
export const tfLiteMessages: Readonly<Record<string, string>> = {
  'A TensorFlow Lite file with operators is required, this one has none': '需要带算子的 TensorFlow Lite 文件，这一个没有',
  'A TensorFlow Lite file with {1} values names value {2}': '这个 TensorFlow Lite 文件有 {1} 个值，却引用了值 {2}',
  'A TensorFlow Lite file with {1} kinds of operators names kind {2}': '这个 TensorFlow Lite 文件有 {1} 种算子，却引用了第 {2} 种',
  'a known function behind the operator is required, got number {1}': '算子之后必须是已知的函数，得到编号 {1}',
  'an LSTM of tanh is required': '需要使用 tanh 的 LSTM',
  'an LSTM without peepholes, projection and normalisation is required, it has argument {1}':
    '需要没有窥视孔、投影和归一化的 LSTM，这一个有参数 {1}',
  'padding must be VALID or SAME, got number {1}': '填充必须是 VALID 或 SAME，得到编号 {1}',
  'values between the middles of pixels are required': '需要像素中心之间的插值',
  'the steps of a series are read backwards, not axis {1}': '只能逆序读取序列的步，而不是轴 {1}',
  'a series of {1} steps with {2} numbers each is required': '需要 {1} 步、每步 {2} 个数的序列',
  '[{1}] can’t be repeated to [{2}]': '[{1}] 不能重复为 [{2}]',
  'values are repeated within items, not the items': '只能在样本内重复数值，不能重复样本',
  'an image enlarged to nearest neighbours, or between the middles of pixels, by whole factors is required, got {1} by {2}':
    '需要按整数倍以最近邻或像素中心之间插值放大的图像，得到 {1}，倍数 {2}',
  'an image whose corners are not aligned is required': '图像的角不能对齐',
  'a matrix is required': '需要矩阵',
  'a softmax with beta 1 is required, got {1}': '需要 beta 为 1 的 softmax，得到 {1}',
  'an operator gives a value': '算子必须给出一个值',
  '{1} arrays of weights in whole steps were read as the numbers they stand for.': '{1} 个以整数级存储的权重数组已按其所代表的数值读取。',
  '{1} values between layers are in whole steps there; fake quantisation rounds them alike here.':
    '文件中层与层之间有 {1} 个值是整数级；这里由伪量化作同样的舍入。',
  'Constants of a file may not be the same bytes again and again': '文件中的常量不能反复使用同一段字节',
  'One scale, or one for each place of axis {1}, is required, got {2} for [{3}]':
    '需要一个比例，或轴 {1} 的每个位置各一个，对 [{3}] 得到 {2} 个',
  'weights in their plain order are required': '权重必须按普通顺序排列',
  'a kernel of {1} axes is required, got [{2}]': '需要有 {1} 个轴的核，得到 [{2}]',
  "An input of at most {1} numbers is required, '{2}' has [{3}]": '输入最多可有 {1} 个数，“{2}”为 [{3}]',
};
