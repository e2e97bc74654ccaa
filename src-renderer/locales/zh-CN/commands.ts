import type { commands as english } from '../en/commands.ts';
import type { Texts } from '../texts.ts';

export const commands: Texts<typeof english> = {
  placeholder: '输入页面、运行、模型或操作',
  screens: '页面',
  actions: '操作',
  runs: '运行',
  models: '模型',
  takeTour: '开始导览',
  newExperiment: '新建实验',
  switchTheme: '切换浅色与深色',
  switchLanguage: 'Switch to English',
  keys: '键盘快捷键',
};
