import type { projects as english } from '../en/projects.ts';
import type { Texts } from '../texts.ts';

export const projects: Texts<typeof english> = {
  title: '项目',
  running_other: '这里有 {{count}} 个运行正在进行。打开其他项目时它们会暂停等待，回来后继续。',
  current: '当前打开',
  gone: '文件夹已不存在',
  forget: '将“{{name}}”从列表移除，文件夹会保留',
  newName: '新建项目',
  newIn: '将在 {{folder}} 中建立单独的文件夹',
  create: '创建',
  choose: '打开其他文件夹',
};
