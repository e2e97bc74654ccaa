/** Of networks that people have: Keras's layers and operations, scikit-learn's pipelines, rows beside a series. */
export const usualNetworkMessages: Readonly<Record<string, string>> = {
  "'/{1}' must be readable": '“/{1}” 必须可读',
  'it is Python code, which is not run; put layers in its place, or export the network as ONNX or SavedModel':
    '它是 Python 代码，不会被运行；请用层代替它，或将网络导出为 ONNX 或 SavedModel',
  'a Dense layer at every step is read, got {1}': '每一步只读取 Dense 层，得到 {1}',
  'a slope for each of {1} channels is required, got {2} (shared_axes)': '{1} 个通道各需要一个斜率，得到 {2} 个（shared_axes）',
  'a normalisation that was adapted, and is not inverted, is required': '需要已适配且未反转的归一化',
  'places that stay along each axis are required': '每个轴上都必须留下位置',
  'Of keras.ops {1} are read': 'keras.ops 中可读取的有 {1}',
  'a value beside another one, or beside one number, is required': '需要一个值与另一个值，或与一个数字一起',
  'a value is divided by a number, not a number by it': '只能用一个数字去除一个值，不能反过来',
  'a value is divided by one number, not by another value': '一个值只能除以一个数字，不能除以另一个值',
  'over all places is required, without keepdims': '必须覆盖所有位置，且不使用 keepdims',
  'up to {1} parts are possible, got {2}': '最多可以有 {1} 个部分，得到 {2}',
  'a {1} with a number up to {2} is required, got {3}': '{1} 需要不超过 {2} 的数字，得到 {3}',
  'a product without a function behind it is required': '需要后面没有函数的乘积',
  'softmax, or the sigmoid of two classes, is required, got {1}': '需要 softmax 或两个类别的 sigmoid，得到 {1}',
  'rows are divided by their sum where they are shares only': '只有当各行是份额时才除以其总和',
  'a row of weights and a bias for each of {1} outputs are required': '{1} 个输出各需要一行权重和一个偏置',
  'one value that is computed from the input is required beside constants': '常量旁边需要一个由输入计算得出的值',
  'constants are put beside the steps of a series only, [items, steps, channels]': '常量只能放在序列的步旁边，[项, 步, 通道]',
  'the same rows of {1} numbers for every item are required': '每一项都需要相同的、含 {1} 个数字的行',
};
