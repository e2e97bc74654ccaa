/** Texts of the import of models, by their English. */
export const specImports: Readonly<Record<string, string>> = {
  'Import a model': '导入模型',
  'Reads a network that another program trained, and compares its answers with the file’s own.':
    '读取其他程序训练的网络，并把它的回答与原文件的回答比较。',
  'A file, or a folder of the files that belong together.': '一个文件，或一个装有相关文件的文件夹。',
  'What the network is for: it is measured on it, and trained and pruned with it.': '网络所针对的数据：在其上测量，并用它训练和剪枝。',
  'Left out: told by the file’s name.': '省略：由文件名判断。',
  Structure: '结构',
  'For files that hold weights alone: the network they are for.': '用于只含权重的文件：这些权重所属的网络。',
  'The name of a model with that structure': '具有该结构的模型名称',
  Output: '输出',
  'Where a file has several: the name of one, or of those whose numbers answer side by side, as for a table with several labels.':
    '文件有多个输出时：其中一个的名称，或并排作答的多个输出的名称（如有多个标签的表格）。',
  'The name of one': '一个输出的名称',
  'The names of several': '多个输出的名称',
  Inputs: '输入',
  Input: '输入',
  'the name of an input': '输入的名称',
  'Where a file has several: their names, in the order in which their numbers stand side by side in an item. Left out: the file’s own order.':
    '文件有多个输入时：它们的名称，按其数值在样本中并排的顺序。省略：文件自身的顺序。',
  'Normalisation in front': '前置归一化',
  '(x − mean) / deviation of every channel, where the network was trained on such inputs and the file does not do it itself.':
    '每个通道 (x − 均值) / 标准差：当网络用这样的输入训练，而文件本身不做时使用。',
  Mean: '均值',
  Deviation: '标准差',
  'Greatest difference': '最大差异',
  'Of an answer from the file’s own; of values above 1, a share of the greatest.':
    '与原文件回答之间的差异；对大于 1 的值，为最大值的比例。',
  'From PyTorch, Keras, scikit-learn and others, operator sets 7 to 23.': '来自 PyTorch、Keras、scikit-learn 等，算子集 7 至 23。',
  'The folder that Keras and TensorFlow export to be served: saved_model.pb with its variables beside it.':
    'Keras 和 TensorFlow 为部署而导出的文件夹：saved_model.pb 及其旁边的变量。',
  'One file for telephones and small devices (.tflite), with numbers of 32, 16 or 8 bits.':
    '一个文件，用于手机和小型设备（.tflite），数值为 32、16 或 8 位。',
  'The archive of Keras 3 (.keras).': 'Keras 3 的归档（.keras）。',
  'The older file of Keras (.h5), with the configuration in it.': 'Keras 较旧的文件（.h5），其中含有配置。',
  'PyTorch weights': 'PyTorch 权重',
  'Weights of torch.save (.pt, .pth), for a structure that is given. Nothing in the file is run.':
    'torch.save 的权重（.pt、.pth），用于给定的结构。文件中的任何内容都不会被执行。',
  Safetensors: 'Safetensors',
  'Weights alone (.safetensors), for a structure that is given.': '仅含权重（.safetensors），用于给定的结构。',
  'A layers model: model.json with its weights beside it.': '层模型：model.json 及其旁边的权重。',
};
