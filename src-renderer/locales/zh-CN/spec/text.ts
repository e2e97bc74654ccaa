/** Texts about texts and their tokens, by their English. */
export const specText: Readonly<Record<string, string>> = {
  'Texts (folders, CSV, JSON lines)': '文本（文件夹、CSV、JSON 行）',
  'A folder with a folder of texts for each class, or a file with a column of texts and one of classes.':
    '一个文件夹，每个类别各有一个文本子文件夹；或一个文件，含文本列和类别列。',
  'Text column': '文本列',
  'Of a table or of JSON lines.': '表格或 JSON 行中的列。',
  'Class column': '类别列',
  'Of a table or of JSON lines; in a folder of texts the folder is the class.': '表格或 JSON 行中的列；文本文件夹以子文件夹为类别。',
  Encoding: '编码',
  'auto: by the first bytes of each file.': 'auto：根据每个文件开头的字节判断。',
  Tokens: '词元',
  Vocabulary: '词表',
  'The most frequent tokens of the training part; all others are one unknown token.': '训练部分中最常见的词元；其余都作为同一个未知词元。',
  tokens: '词元',
  'Seen at least': '最少出现次数',
  'A token needs this many occurrences in the training part to get a number of its own.': '词元在训练部分至少出现这么多次才有自己的编号。',
  'Longer texts are cut, shorter ones padded.': '较长的文本被截断，较短的被填充。',
  'Of a longer text.': '针对较长的文本。',
  Words: '单词',
  'For languages with spaces; a punctuation mark is a token of its own.': '适用于以空格分词的语言；标点单独成为词元。',
  'Lower case': '转为小写',
  'Capital letters count as small ones.': '大写字母按小写处理。',
  Characters: '字符',
  'For any language; texts become long, and no word is unknown.': '适用于任何语言；文本会变长，但没有未知的词。',
  'Chinese by character': '中文按字',
  'Every Han character is a token; words of other scripts stay whole.': '每个汉字是一个词元；其他文字的单词保持完整。',
  'Pieces of words (byte-pair)': '子词（字节对）',
  'Frequent words whole, rare ones in pieces that are learned from the training texts; also for Chinese.':
    '常见词保持完整，罕见词拆成从训练文本学到的片段；也适用于中文。',
  'Pieces of words (word-piece)': '子词（WordPiece）',
  'Words in the longest pieces that were learned; a word that can’t be pieced together is unknown. Also for Chinese.':
    '单词按学到的最长片段切分；无法拼成的词为未知词元。也适用于中文。',
};
