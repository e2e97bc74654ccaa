/** What layers and presets say of their inputs. */
export const layersMessages: Readonly<Record<string, string>> = {
  '{1} needs an input of 2 axes [time, features], got {2}': '{1} 需要 2 个轴 [时间, 特征] 的输入，得到 {2}',
  '{1} needs inputs of equal shape, or with 1 where they differ, got {2}': '{1} 的各输入形状必须相同，不同之处须为 1，得到 {2}',
  '{1} needs an input of 2 or 3 axes [places, channels], got {2}': '{1} 需要 2 或 3 个轴 [位置, 通道] 的输入，得到 {2}',
  '{1} needs a mask [{2}, 1] for a series {3}, got {4}': '{1} 对序列 {3} 需要掩码 [{2}, 1]，得到 {4}',
  'conv2d with {1} groups needs channels and filters that divide into them, got {2} and {3}':
    'conv2d 分为 {1} 组时，通道数和滤波器数必须能被整除，得到 {2} 和 {3}',
  'all channels of another value meet it': '另一个值的所有通道都与它相遇',
  'its shortcut is spread over the places of its other branch': '它的捷径被展开到另一分支的所有位置上',
  'its filters read different channels, so that its kernel is no matrix': '它的各滤波器读取不同的通道，因此其核不是矩阵',
  'it has {1} groups, and the format no grouped convolution': '它有 {1} 个组，而该格式没有分组卷积',
  'group-norm needs channels that divide into {1} groups, got {2}': 'group-norm 需要能分成 {1} 组的通道数，得到 {2}',
  'attention needs keys and values of one shape, with the channels of its queries, got {1}':
    'attention 的键和值必须形状相同，且通道数与查询一致，得到 {1}',
  'attention needs channels that divide into heads of {1}, got {2}': 'attention 的通道数必须能分成大小为 {1} 的头，得到 {2}',
  'normalisation compares the channels with each other: without one of them the others change':
    '归一化会比较各通道：少了一个，其余的就会改变',
  'they are numbers of tokens, each at its place': '它们是词元编号，各在其位',
  'it tells for each place whether it counts': '它说明每个位置是否算数',
  'the format has no layer that normalises groups of channels': '该格式没有对通道组做归一化的层',
  'its GRU resets after the product, and tfjs-layers computes only those that reset in front of it; a TensorFlow.js graph model, Keras, SavedModel, TensorFlow Lite, ONNX and PyTorch hold it':
    '其 GRU 在乘积之后重置，而 tfjs-layers 只计算在乘积之前重置的 GRU；TensorFlow.js 图模型、Keras、SavedModel、TensorFlow Lite、ONNX 与 PyTorch 能保存它',
  'it mixes values between the middles of pixels, and the format between their corners': '它在像素中心之间插值，而该格式在像素角点之间插值',
  'A later member of a chain must read its input by layers with a weight per channel, {1} is of another kind':
    '链中靠后的成员必须用每个通道各有权重的层读取输入，而 {1} 是另一种层',
  'Let the network with that layer come first.': '让带有该层的网络排在最前。',
  '{1} is read with tanh and sigmoid gates, got {2}': '{1} 只在使用 tanh 和 sigmoid 门时读取，得到 {2}',
  'Bidirectional is read around an LSTM or a GRU, got {1}': 'Bidirectional 只在包着 LSTM 或 GRU 时读取，得到 {1}',
  'A depth of 2 more than a multiple of 6 is required, got {1}': '深度必须是 6 的倍数加 2，得到 {1}',
  'The nearest are {1} and {2}.': '最接近的是 {1} 和 {2}。',
  'Units that divide into {1} heads are required, got {2}': '单元数必须能被 {1} 个头整除，得到 {2}',
  '{1} needs texts [steps] or series [steps, features], got {2}': '{1} 需要文本 [步] 或序列 [步, 特征]，得到 {2}',
  '{1} needs texts as numbers of tokens, or series, and this data is a row of other numbers':
    '{1} 需要以词元编号表示的文本，或序列；而此数据是一行其他数值',
  'Say how many different tokens there are (vocabulary), if the numbers are tokens after all.':
    '如果这些数值确实是词元编号，请说明不同词元的个数（vocabulary）。',
};
