import type { Language } from '../../services/shell.ts';

/** What main itself says: menus and boxes. The screens have their own catalogues; these are needed before there is a page. */
export interface DesktopTexts {
  readonly file: string;
  readonly newExperiment: string;
  readonly openFile: string;
  readonly openProject: string;
  readonly projects: string;
  readonly settings: string;
  readonly quit: string;
  readonly edit: string;
  readonly undo: string;
  readonly redo: string;
  readonly cut: string;
  readonly copy: string;
  readonly paste: string;
  readonly selectAll: string;
  readonly view: string;
  readonly actualSize: string;
  readonly zoomIn: string;
  readonly zoomOut: string;
  readonly fullScreen: string;
  readonly go: string;
  readonly home: string;
  readonly data: string;
  readonly models: string;
  readonly runs: string;
  readonly compare: string;
  readonly compute: string;
  readonly window: string;
  readonly minimise: string;
  readonly close: string;
  readonly help: string;
  readonly search: string;
  readonly keys: string;
  readonly quitTitle: (count: number) => string;
  readonly quitDetail: string;
  readonly quitKeep: string;
  readonly cancel: string;
  readonly crashed: string;
  readonly crashedDetail: (reason: string) => string;
  readonly reload: string;
  readonly stuck: string;
  readonly stuckDetail: string;
  readonly wait: string;
  readonly chooseProject: string;
  readonly choose: string;
}

const en: DesktopTexts = {
  file: '&File',
  newExperiment: 'New experiment',
  openFile: 'Open file…',
  openProject: 'Open project folder…',
  projects: 'Projects…',
  settings: 'Settings',
  quit: 'Quit',
  edit: '&Edit',
  undo: 'Undo',
  redo: 'Redo',
  cut: 'Cut',
  copy: 'Copy',
  paste: 'Paste',
  selectAll: 'Select all',
  view: '&View',
  actualSize: 'Actual size',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  fullScreen: 'Full screen',
  go: '&Go',
  home: 'Home',
  data: 'Data',
  models: 'Models',
  runs: 'Runs',
  compare: 'Compare',
  compute: 'Compute',
  window: '&Window',
  minimise: 'Minimise',
  close: 'Close',
  help: '&Help',
  search: 'Search or run a command',
  keys: 'Keyboard shortcuts',
  quitTitle: count => (count === 1 ? 'A run is still going on' : `${count} runs are still going on`),
  quitDetail: 'They keep their place in the queue, and go on from their last checkpoint when Espalier is started again.',
  quitKeep: 'Keep in queue and quit',
  cancel: 'Cancel',
  crashed: 'The window stopped working',
  crashedDetail: reason => `What runs is not affected (reason: ${reason}).`,
  reload: 'Reload',
  stuck: 'The window does not answer',
  stuckDetail: 'What runs is not affected. Reloading loses nothing but what was being typed.',
  wait: 'Wait',
  chooseProject: 'Open a project folder',
  choose: 'Open',
};

const zhCN: DesktopTexts = {
  file: '文件(&F)',
  newExperiment: '新建实验',
  openFile: '打开文件…',
  openProject: '打开项目文件夹…',
  projects: '项目…',
  settings: '设置',
  quit: '退出',
  edit: '编辑(&E)',
  undo: '撤销',
  redo: '重做',
  cut: '剪切',
  copy: '复制',
  paste: '粘贴',
  selectAll: '全选',
  view: '视图(&V)',
  actualSize: '实际大小',
  zoomIn: '放大',
  zoomOut: '缩小',
  fullScreen: '全屏',
  go: '转到(&G)',
  home: '主页',
  data: '数据',
  models: '模型',
  runs: '运行',
  compare: '比较',
  compute: '计算设备',
  window: '窗口(&W)',
  minimise: '最小化',
  close: '关闭',
  help: '帮助(&H)',
  search: '搜索或执行命令',
  keys: '键盘快捷键',
  quitTitle: count => `还有 ${count} 个运行正在进行`,
  quitDetail: '它们会保留在队列中，下次启动 Espalier 时从最近的检查点继续。',
  quitKeep: '保留在队列中并退出',
  cancel: '取消',
  crashed: '窗口已停止工作',
  crashedDetail: reason => `正在进行的运行不受影响（原因：${reason}）。`,
  reload: '重新加载',
  stuck: '窗口没有响应',
  stuckDetail: '正在进行的运行不受影响。重新加载只会丢失正在输入的内容。',
  wait: '等待',
  chooseProject: '打开项目文件夹',
  choose: '打开',
};

const TEXTS: Readonly<Record<Language, DesktopTexts>> = { en, 'zh-CN': zhCN };

export function textsOf(language: Language): DesktopTexts {
  return TEXTS[language];
}

/** Before the page has said which language it speaks: the system's. */
export function languageOf(locale: string): Language {
  return locale.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en';
}
