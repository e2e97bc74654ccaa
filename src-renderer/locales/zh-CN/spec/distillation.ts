/** Texts of augmentation and distillation, by their English. */
export const specDistillation: Readonly<Record<string, string>> = {
  Augmentation: '数据增强',
  'Random changes of the training inputs, anew at every step, one after the other.': '对训练输入依次做的随机变化，每一步都重新抽取。',
  Change: '变化',
  Shift: '平移',
  'Moves every image by a few pixels, anew at every step; 0 comes in at the border.':
    '把每张图像平移几个像素，每一步都重新抽取；边缘补 0。',
  'Greatest shift': '最大平移',
  pixels: '像素',
};
