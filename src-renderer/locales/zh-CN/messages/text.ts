/** Data of texts: messages of main, by their English. */
export const textMessages: Readonly<Record<string, string>> = {
  'Take shorter texts, or fewer.': '请取更短或更少的文本。',
  '{1} items without text or class are left out.': '{1} 个样本没有文本或类别，已略去。',
  'At least one token must be seen {1} times in the training part, but none is': '训练部分中至少要有一个词元出现 {1} 次，但没有',
  '{1} % of the texts are longer than {2} tokens and are cut.': '{1} % 的文本超过 {2} 个词元，已截断。',
  'At most {1} tokens can be held, but {2} texts of {3} are needed': '最多容纳 {1} 个词元，但需要 {2} 个文本、每个 {3} 个词元',
  'Text in {1} is required, but some bytes are none': '需要 {1} 编码的文本，但有些字节不符合',
  'Name the encoding of the files: encoding.': '请指明文件的编码：encoding。',
  'Texts may have {1} characters together, but these have more': '所有文本合计最多 {1} 个字符，但这些文本更多',
  'Take a sample of them.': '请抽取一部分。',
  'Say which column of {1} it is: {2}.': '请指明是 {1} 的哪一列：{2}。',
  'One JSON object a line is required, but this line is none': '每行需要一个 JSON 对象，但此行不是',
  'Files with texts are required, but the folder is empty': '需要含文本的文件，但文件夹是空的',
  'A line may have at most {1} characters, but one is longer': '一行最多 {1} 个字符，但有一行更长',
  'Is it one JSON object a line?': '是否每行一个 JSON 对象？',
};
