import type { drop as english } from '../en/drop.ts';
import type { Texts } from '../texts.ts';

export const drop: Texts<typeof english> = {
  here: '松开即可打开',
  what: '配方会在编辑器中打开；数据和网络会放入工作区，随后即可导入。',
  accepted: '可接受的类型：{{kinds}}',
  recipe: '配方需要以“espalier: 1”这样的一行开头，此文件没有。',
  model: '暂不支持导入此类文件中的网络。',
  unknown: '没有读取器认识这种文件。',
  empty: '文件是空的。',
  progress: '正在将“{{name}}”放入工作区：{{percent}} %',
  cancel: '取消',
  draftReplaced: '您之前的草稿已被替换。',
  restoreDraft: '恢复草稿',
};
