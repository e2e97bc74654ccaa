import type { commands as english } from '../en/commands.ts';
import type { Texts } from '../texts.ts';

export const commands: Texts<typeof english> = {
  placeholder: '输入页面、操作、运行、模型或数据集',
  screens: '页面',
  actions: '操作',
  runs: '运行',
  models: '模型',
  data: '数据',
  comparisons: '比较',
  recipes: '配方',
  openProject: '打开项目',
  takeTour: '开始导览',
  newExperiment: '新建实验',
  importFiles: '打开文件：配方或数据',
  projects: '项目：打开、新建',
  cancelRun: '取消运行“{{name}}”',
  resumeRun: '继续运行“{{name}}”',
  systemTheme: '浅色或深色跟随系统',
  reload: '重新加载页面',
  switchTheme: '切换浅色与深色',
  switchLanguage: 'Switch to English',
  keys: '键盘快捷键',
};
