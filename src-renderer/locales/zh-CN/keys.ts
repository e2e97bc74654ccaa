import type { keys as english } from '../en/keys.ts';
import type { Texts } from '../texts.ts';

export const keys: Texts<typeof english> = {
  title: '键盘',
  open: '搜索或运行命令',
  digit: '按导航栏位置切换页面',
  go: '转到首页、数据、模型、运行、比较、计算设备或设置',
  new: '新建实验',
  move: '在列表中下移或上移',
  filter: '筛选列表',
  mark: '选中所示的运行',
  pause: '暂停或继续运行',
  remove: '删除选中的运行',
  select: '选择焦点所在的模型',
  compare: '比较所选模型',
  star: '为所选模型加星',
  tag: '为所选模型加标签',
  help: '显示这些按键',
  close: '关闭对话框',
  run: '运行正在编辑的配方',
};
