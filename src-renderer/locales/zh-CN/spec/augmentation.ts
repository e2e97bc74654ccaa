/** Texts of image augmentation and of mixed items, by their English. */
export const specAugmentation: Readonly<Record<string, string>> = {
  Flip: '翻转',
  'Mirrors images left to right, or top to bottom.': '左右或上下翻转图像。',
  'Of being done to an image.': '对一张图像执行的概率。',
  'Chance of left to right': '左右翻转的概率',
  'Chance of top to bottom': '上下翻转的概率',
  Rotate: '旋转',
  'Turns every image by a random angle about its middle; 0 comes in at the corners.': '把每张图像绕中心旋转一个随机角度；角落补 0。',
  'Greatest angle': '最大角度',
  'Crop and resize': '裁剪并缩放',
  'Takes a random part of every image and brings it to the whole size.': '从每张图像中随机取一部分，再放大到原尺寸。',
  'Least part': '最小部分',
  'As a share of the area.': '占面积的比例。',
  Cutout: '挖空',
  'Hides a square of every image, so that no single part decides.': '遮住每张图像的一个方块，使任何一处都不能单独决定结果。',
  'Side of the square': '方块边长',
  'Colour jitter': '颜色抖动',
  'Changes brightness, contrast and saturation of every image a little; for pixels from 0 to 1.':
    '略微改变每张图像的亮度、对比度和饱和度；用于 0 到 1 的像素。',
  Brightness: '亮度',
  Contrast: '对比度',
  Saturation: '饱和度',
  'Greatest change, as a share.': '最大变化，以比例表示。',
  Mixup: 'Mixup 混合',
  'Blends every item with another of the batch; the targets count by how much is left of each.':
    '把每个样本与批次中的另一个样本混合；目标按各自所占的比例计算。',
  'Of Beta(α, α): the smaller, the less is blended; 1: any share alike.': 'Beta(α, α) 的参数：越小，混合越少；1：各比例等可能。',
  CutMix: 'CutMix 拼接',
  'Puts a part of another image of the batch into every one; the targets count by the area of each.':
    '把批次中另一张图像的一部分放进每张图像；目标按各自的面积计算。',
  'Of Beta(α, α): the smaller, the less is replaced, or the less is left.': 'Beta(α, α) 的参数：越小，替换的部分越少或保留的部分越少。',
  Chance: '概率',
  Noise: '噪声',
  'Standard deviation': '标准差',
  '°': '°',
  'Adds Gaussian noise to every number of the inputs: pixels from 0 to 1, standardised columns.':
    '给输入的每个数加上高斯噪声：0 到 1 的像素、标准化的列。',
};
