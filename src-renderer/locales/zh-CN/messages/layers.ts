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
};
