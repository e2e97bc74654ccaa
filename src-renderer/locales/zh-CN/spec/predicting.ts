/** Texts of the step that answers for new items, by their English. */
export const specPredicting: Readonly<Record<string, string>> = {
  Predict: '预测',
  'Answers for new pictures, recordings, texts or rows, with the preprocessing that the model carries; or for the items of a data set, as soft labels.':
    '对新的图像、录音、文本或表格行给出回答，使用模型自带的预处理；或对数据集的样本给出回答，作为软标签。',
  'Of a group of replicates, the one with the best validation figure answers.': '对一组重复，由验证指标最好的一个回答。',
  'New items': '新样本',
  'A file, a folder, or a ZIP or tar archive of one.': '文件、文件夹，或其 ZIP、tar 压缩包。',
  'a source': '一个来源',
  'File of answers': '回答文件',
  'csv: a row an item, for spreadsheets; jsonl: a JSON object a line; npz: NumPy arrays.':
    'csv：每个样本一行，供电子表格使用；jsonl：每行一个 JSON 对象；npz：NumPy 数组。',
  'Data set': '数据集',
  'Instead of new items: those of its training and validation parts, by their numbers, for another program or a later distillation.':
    '代替新样本：其训练和验证部分的样本，按编号给出，供其他程序或以后的蒸馏使用。',
};
