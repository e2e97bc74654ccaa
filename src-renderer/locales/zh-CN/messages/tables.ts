/** Tables: messages of main, by their English. */
export const tablesMessages: Readonly<Record<string, string>> = {
  "A column of categories may have at most {1} distinct values, but '{2}' has more": '类别列最多可有 {1} 个不同的值，但“{2}”更多',
  'Leave it out with ignore: […].': '请用 ignore: […] 略去它。',
  "The order of '{1}' must have every category of the training rows, but '{2}' is missing":
    '“{1}”的次序必须包含训练行中的每个类别，但缺少“{2}”',
  "Mean answers take at most {1} classes, but '{2}' would need those of {3}": '平均答案最多支持 {1} 个类，但“{2}”需要 {3} 个类',
  'Take hashing.': '请改用哈希编码。',
  'Reading the table needs more than {1} at once': '读取此表一次需要超过 {1} 的内存',
  'A table that can be read is required, but: {1}': '需要可读取的表格，但是：{1}',
  'A file of this machine is required, got another kind of source': '需要本机上的文件，得到其他类型的来源',
  'A table may have at most {1} values, but this one has {2} rows of {3} columns': '表格最多 {1} 个值，但此表有 {2} 行、{3} 列',
  'A file that stays as it is while it is read is required, but it went from {1} to {2} bytes':
    '读取期间文件必须保持不变，但它从 {1} 字节变成了 {2} 字节',
  "'{1}' of the items tells {2} nearly always: may it be learned from the items in place of what is meant?":
    '样本的“{1}”几乎总能说明{2}：网络会不会从样本中学到它，而不是本来要学的内容？',
  'At most {1} classes can be told apart, but the {2} items are of {3}': '最多可区分 {1} 个类别，但 {2} 个样本属于 {3} 个类别',
  'Are they classes, or does each item have a name of its own? A class is a folder, or told by names or a list.':
    '这些是类别吗？还是每个样本各有一个名字？类别是一个文件夹，或由文件名或列表说明。',
  "Column '{1}' alone tells {2} nearly always: is it known before the answer is, or part of the answer?":
    '单凭列“{1}”几乎总能得出{2}：它是在答案之前就已知的，还是答案的一部分？',
  'it has only numbers': '它只有数值',
  "row {1} has '{2}'": '第 {1} 行是“{2}”',
  "Column '{1}' must have values to be read, but it has none": '列“{1}”必须有值才能读取，但没有任何值',
  "Column '{1}' must hold numbers alone for '{2}', but {3}": '使用“{2}”时，列“{1}”必须只含数值，但{3}',
  "Column '{1}' must hold dates alone (2024-01-31, 2024-01-31T12:00) for '{2}', but {3}":
    '使用“{2}”时，列“{1}”必须只含日期（2024-01-31、2024-01-31T12:00），但{3}',
};
