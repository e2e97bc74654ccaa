import type { notes as english } from '../en/notes.ts';
import type { Texts } from '../texts.ts';

export const notes: Texts<typeof english> = {
  title: '通知',
  unread_other: '{{count}} 条未读',
  none: '还没有通知。运行结束、文件导入时会记录在这里。',
  clear: '清空',
  imported: '“{{name}}”已放入工作区',
  'not-imported': '“{{name}}”未能放入工作区',
  refused: '无法打开“{{name}}”',
};
