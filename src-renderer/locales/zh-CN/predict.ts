export const predict = {
  title: '试一试',
  help: '把文件或文件夹拖到这里，或者选择一个：模型会给出回答，预处理与训练数据相同。',
  bringing: '正在把文件带入工作区，{{share}}。',
  computing: '模型正在回答。',
  answers: '回答',
  answered_other: '已回答 {{items}} 个样本。',
  unreadable_other: '其中 {{items}} 个无法读取。',
  item: '样本',
  answer: '回答',
  probability: '概率',
  more: '文件中还有 {{items}} 个。',
  file: '全部回答：{{path}}',
};
