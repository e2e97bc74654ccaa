/** What the page says, by language. */
export interface Texts {
  readonly loading: string;
  readonly wantsModel: string;
  readonly failed: string;
  readonly choose: string;
  readonly chooseFolder: string;
  readonly drop: Readonly<Record<'table' | 'text' | 'sound' | 'picture', string>>;
  readonly columns: string;
  readonly write: string;
  readonly answer: string;
  readonly working: string;
  readonly done: (answers: number, problems: number) => string;
  readonly item: string;
  readonly probability: string;
  readonly save: string;
  readonly offline: string;
}

const english: Texts = {
  loading: 'The model is being loaded…',
  wantsModel: 'The model is too large to be part of this page: choose model.espalier, which lies beside it.',
  failed: 'It did not work: ',
  choose: 'Choose files',
  chooseFolder: 'Choose a folder',
  drop: {
    table: 'Drop a table here: CSV, TSV or JSON lines.',
    text: 'Drop texts here: text files, CSV, TSV or JSON lines.',
    sound: 'Drop recordings here: WAV, MP3, FLAC, Ogg.',
    picture: 'Drop pictures here: PNG, JPEG, WebP, GIF, BMP.',
  },
  columns: 'Columns that are needed: ',
  write: 'Or write a text:',
  answer: 'Answer',
  working: 'Answering…',
  done: (answers, problems) => `${answers} answers${problems === 0 ? '' : `, ${problems} files or rows that could not be read`}`,
  item: 'Item',
  probability: 'Probability',
  save: 'Save the answers as ',
  offline: 'Everything is computed in this page: nothing is sent anywhere.',
};

const chinese: Texts = {
  loading: '正在载入模型…',
  wantsModel: '模型太大，没有放进本页：请选择旁边的 model.espalier。',
  failed: '没有成功：',
  choose: '选择文件',
  chooseFolder: '选择文件夹',
  drop: {
    table: '把表格拖到这里：CSV、TSV 或 JSON lines。',
    text: '把文本拖到这里：文本文件、CSV、TSV 或 JSON lines。',
    sound: '把录音拖到这里：WAV、MP3、FLAC、Ogg。',
    picture: '把图片拖到这里：PNG、JPEG、WebP、GIF、BMP。',
  },
  columns: '需要的列：',
  write: '或者写一段文本：',
  answer: '回答',
  working: '正在回答…',
  done: (answers, problems) => `${answers} 个回答${problems === 0 ? '' : `，${problems} 个文件或行无法读取`}`,
  item: '项目',
  probability: '概率',
  save: '保存回答为 ',
  offline: '一切都在本页内计算：不向任何地方发送数据。',
};

/** The texts of the reader's language, as far as they are here. */
export function textsFor(language: string): Texts {
  return language.toLowerCase().startsWith('zh') ? chinese : english;
}
