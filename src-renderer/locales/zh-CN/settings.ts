import type { settings as english } from '../en/settings.ts';
import type { Texts } from '../texts.ts';

export const settings: Texts<typeof english> = {
  title: '设置',
  appearance: '外观',
  workspace: '工作区',
  path: '文件夹',
  version: '版本',
};
