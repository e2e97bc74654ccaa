/** Operators that ONNX Runtime runs as they are: messages of main and of the shared checks, by their English. */
export const opaqueOperatorMessages: Readonly<Record<string, string>> = {
  'A file that ONNX Runtime runs is required, it refuses this one: {1}': '需要 ONNX Runtime 能运行的文件，它拒绝此文件：{1}',
  'An operator that ONNX Runtime computes needs TensorFlow, WebAssembly or plain JavaScript around it, not {1}':
    '由 ONNX Runtime 计算的算子需要 TensorFlow、WebAssembly 或纯 JavaScript 引擎，而不是 {1}',
  "Choose the engine 'wasm'.": '请选择引擎“wasm”。',
  'ONNX Runtime computes no gradients: what leads into an operator that it runs can only stay as it is':
    'ONNX Runtime 不计算梯度：通向它所运行算子的部分只能保持不变',
  'An operator that gives float32 is required, ONNX Runtime gave {1}': '需要给出 float32 的算子，ONNX Runtime 给出 {1}',
  'Base64 is required.': '需要 base64。',
  'opaque needs inputs of {1}, got {2}': 'opaque 需要形状为 {1} 的输入，得到 {2}',
  'ONNX Runtime runs its operator ({1}) as it is': 'ONNX Runtime 原样运行它的算子（{1}）',
  'it stands for several operators': '它代表多个算子',
  'it reads the middle of an attention': '它读取注意力的中间值',
  'its items must stand on its first axis, and nowhere else': '它的样本必须位于第一个轴，且仅在该轴',
  'with its constants it has {1} bytes, more than {2}': '连同常量共 {1} 字节，超过 {2}',
  "its setting '{1}' is more than numbers and words": '它的设置“{1}”不只是数字和文字',
  "its constant '{1}' has no form here": '它的常量“{1}”在这里没有对应形式',
  'of {1} items it makes [{2}]': '它把 {1} 个样本变成 [{2}]',
  'its items are not each for itself': '它的样本并非各自独立',
  'ONNX Runtime says: {1}': 'ONNX Runtime 提示：{1}',
  "{1}, and it can't be kept as it is: {2}": '{1}，也无法原样保留：{2}',
  'ONNX Runtime runs {1} operators as they are ({2}): what leads into them is not trained':
    'ONNX Runtime 原样运行 {1} 个算子（{2}）：通向它们的部分不参与训练',
  '{1} layers stay as they are: they lead into {2}, which gives no gradient': '{1} 个层保持不变：它们通向 {2}，而后者不给出梯度',
  'A layer to train is required, but all that have weights lead into {1}, which gives no gradient':
    '需要有可训练的层，但所有带权重的层都通向 {1}，而后者不给出梯度',
  'Use the model as it is, or as a teacher.': '请直接使用此模型，或把它用作教师。',
  "'{1}' ranks by gradients, but none reaches '{2}': it leads into {3}, which gives none":
    '“{1}”按梯度排序，但没有梯度到达“{2}”：它通向 {3}，而后者不给出梯度',
  "Try 'magnitude'.": '可试试“magnitude”。',
};
