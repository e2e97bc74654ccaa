/** Tables: the reader and how columns become inputs. */
export const specTables: Readonly<Record<string, string>> = {
  'Table (CSV, TSV, Parquet, JSON lines)': '表格（CSV、TSV、Parquet、JSON Lines）',
  'Delimited text with a header line, a Parquet file, or a JSON object a line; how each column becomes inputs is fitted on the training rows and kept with the model.':
    '带表头的分隔文本、Parquet 文件，或每行一个 JSON 对象；每列如何变为输入由训练行拟合得出，并随模型保存。',
  Label: '标签',
  'Label of 0 and 1': '0/1 标签',
  Text: '文本',
  'Left out': '忽略',
  Categories: '类别值',
  'Keeps items together': '分组依据',
  'Gives the order': '排序依据',
  'Number columns': '数值列',
  'Category columns': '类别列',
  'How they become inputs.': '它们如何变为输入。',
  'Columns read in another way': '按其他方式读取的列',
  'By the name of the column; also for columns that would be left out, as ids and free texts are.':
    '按列名填写；也适用于本来会被略去的列，例如编号和自由文本。',
  Encoding: '编码',
  Standardise: '标准化',
  'Mean 0 and deviation 1 over the training rows.': '在训练行上均值为 0、标准差为 1。',
  'Missing values become': '缺失值填为',
  'Of the training rows.': '取自训练行。',
  'Tell missing values apart': '标出缺失值',
  'A second input is 1 where the value is missing; only where training rows lack some.':
    '另加一个输入，值缺失时为 1；仅在训练行有缺失时才加。',
  Quantiles: '分位数',
  'The place among the training values instead of the value, evenly spread: for long tails and outliers.':
    '用在训练值中的位次代替数值，均匀分布：适合长尾和离群值。',
  'Quantiles kept': '保留的分位点数',
  'Between two of them it is linear.': '相邻两点之间按线性插值。',
  'One-hot': '独热编码',
  'An input for each category that training rows have.': '训练行中的每个类别对应一个输入。',
  Ordinal: '有序编码',
  'One input: the place of the category in an order, as small, medium, large have one.':
    '一个输入：类别在某种次序中的位置，例如小、中、大。',
  Order: '次序',
  'From the least; left out: as the alphabet has them.': '从最小的开始；省略：按字母顺序。',
  Category: '类别',
  Hashing: '哈希编码',
  'Categories share a fixed number of inputs by their hash: for columns with very many.':
    '各类别按哈希值共用固定数量的输入：适合类别极多的列。',
  Inputs: '输入数',
  'Mean answers': '平均答案',
  'What answers the rows of the category had on average; training rows get it from other rows than themselves, fold by fold.':
    '该类别各行答案的平均值；训练行逐折地只取自其他行。',
  Smoothing: '平滑',
  'Rows that the mean over everything counts for in each category.': '总体均值在每个类别中相当于多少行。',
  rows: '行',
  Folds: '折数',
  'Date parts': '日期成分',
  'Time as a number, and its place in the year, the week and the day as sine and cosine; parts that never vary are left out.':
    '时间作为数值，以及其在一年、一周和一天中的位置（正弦和余弦）；从不变化的成分会略去。',
  Parts: '成分',
  Part: '成分',
};
