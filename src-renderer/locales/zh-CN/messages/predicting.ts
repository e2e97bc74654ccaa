/** Answering for new items: messages of main, by their English. */
export const predictingMessages: Readonly<Record<string, string>> = {
  'A model of pictures with 1 or 3 channels is required, but this one takes {1}': '需要 1 或 3 个通道的图像模型，但此模型需要 {1} 个',
  'Files with {1} are required, but there is none': '需要{1}文件，但一个也没有',
  'One CSV, TSV or JSON-lines file is required': '需要一个 CSV、TSV 或 JSON-lines 文件',
  'The file of answers may have at most {1} characters, but there are more': '回答文件最多可有 {1} 个字符，但实际更多',
  'Divide the items over several steps.': '请把样本分到几个步骤中。',
  'At least one item to answer is required, but there is none': '至少需要一个要回答的样本，但没有',
};
