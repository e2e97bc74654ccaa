/** Recordings and folders of files: messages of main, by their English. */
export const soundMessages: Readonly<Record<string, string>> = {
  'A file that stays as it is while it is read is required, but its bytes changed': '文件在读取期间必须保持不变，但其内容发生了变化',
  'A whole sound file is required, but this one ends before its samples': '需要完整的声音文件，但此文件在样本之前就结束了',
  'Take longer windows and hops.': '请取更长的窗和帧移。',
  'A window must have at least 2 samples and a hop 1, but at {1} Hz they have {2} and {3}':
    '窗至少需要 2 个采样点，帧移至少 1 个，但在 {1} Hz 下分别为 {2} 和 {3}',
  'The highest frequency must lie above {1} Hz and at most at half the sample rate, {2} Hz, got {3}':
    '最高频率必须高于 {1} Hz，且不超过采样率的一半 {2} Hz，得到 {3}',
  'At most as many coefficients as mel bands ({1}) are required, got {2}': '系数个数不能超过梅尔频带数（{1}），得到 {2}',
  'A recording with at least one sample is required, but there is none': '录音至少需要一个采样点，但没有',
  'A recording may last {1} seconds, but this one is longer': '录音最长 {1} 秒，但此录音更长',
  'At most {1} channels are taken, got {2}': '最多 {1} 个声道，得到 {2} 个',
  'One sample rate of {1} to {2} Hz is required, got {3} and {4}': '需要 {1} 至 {2} Hz 的单一采样率，得到 {3} 和 {4}',
  "A whole sound file is required, but it can't be decoded: {1}": '需要完整的声音文件，但无法解码：{1}',
  'A WAV, FLAC, MP3 or Ogg file is required, but the first bytes are of none': '需要 WAV、FLAC、MP3 或 Ogg 文件，但开头的字节都不符合',
  "A split is train, validation or test, got '{1}'": '部分为 train、validation 或 test，得到“{1}”',
  'Every file of a list needs a class, but this line has none': '列表中的每个文件都需要类别，但此行没有',
  "A file of the folder that no earlier line names is required, got '{1}'": '需要文件夹中且前面各行未列出的文件，得到“{1}”',
  'The list names it, but the folder has no such file': '列表中有此文件，但文件夹中没有',
  'At most {1} of the {2} files of a list may be missing or unreadable, but {3} are not there: {4}':
    '列表的 {2} 个文件中最多 {1} 个可以缺失或不可读，但有 {3} 个不存在：{4}',
  'Names are as seen from the folder. Bring the files or take them off the list, or allow more: unreadable.':
    '文件名以该文件夹为起点。请补齐文件、从列表中删去，或用 unreadable 允许更多。',
  'A list with at least one file is required, but it has none': '列表至少要有一个文件，但没有',
  'a file name': '文件名',
  'a pattern with {class}': '含 {class} 的模式',
  'Take longer hops, fewer bands, or fewer recordings.': '请取更长的帧移、更少的频带或更少的录音。',
  'At most {1} input values can be held, but {2} recordings of {3} are needed': '最多容纳 {1} 个输入值，但需要 {2} 条录音、每条 {3} 个',
  'Mend or remove them, or allow more: unreadable.': '请修复或移除这些文件，或用 unreadable 允许更多。',
  "At most {1} of the {2} files may be unreadable, but more are; '{3}' to begin with: {4}":
    '{2} 个文件中最多 {1} 个可以不可读，但实际更多；首个为“{3}”：{4}',
  "'{1}' is left out: {2}.": '“{1}”已略去：{2}。',
  'At least one readable recording is required, but there is none': '至少需要一条可读的录音，但没有',
  'Leave one of the two out.': '请去掉两者之一。',
  'Either names or a list tell the classes, but both came': '类别由文件名或列表之一说明，但两者都给出了',
  '{class}_{speaker}_{take} fits 7_jackson_32.wav.': '{class}_{speaker}_{take} 对应 7_jackson_32.wav。',
  "A pattern with {class} is required, whose parts differ and are kept apart by other characters, got '{1}'":
    '需要含 {class} 的模式，各部分名称不同且以其他字符隔开，得到“{1}”',
  "Every file name must be made up as {1}, but '{2}' is not": '每个文件名的构成必须为 {1}，但“{2}”不是',
  'Sort the files into folders, or tell how their names are made up: {class}_{speaker}.':
    '请把文件放入各类别的文件夹，或说明文件名的构成：{class}_{speaker}。',
  "Every file must lie in a folder named after its class, but '{1}' lies in none":
    '每个文件必须位于以其类别命名的文件夹中，但“{1}”不在任何文件夹中',
  'Name the parts of the file names, as in {class}_{speaker}_{take}.': '请命名文件名的各部分，如 {class}_{speaker}_{take}。',
  "An attribute of the files is required to group by, got '{1}'; {2}": '需要文件的某个属性来分组，得到“{1}”；{2}',
  'there are: {1}': '现有：{1}',
  'the files have none': '文件没有属性',
  "Names of test files must fit some file, but '{1}' fits none": '测试文件名必须至少匹配一个文件，但“{1}”没有匹配',
  'A class is a folder, or told by names or a list.': '类别为文件夹，或由文件名或列表说明。',
  "At least 2 classes are required, but all {1} items are of '{2}'": '至少需要 2 个类别，但全部 {1} 个样本都属于“{2}”',
  "A part of a file has a start from 0 and more than 0 seconds, got '{1}' and '{2}'":
    '文件中的一段需要不小于 0 的 start 和大于 0 的 seconds，得到“{1}”和“{2}”',
  'A part within the {1} seconds is required, but it starts at {2}': '需要位于 {1} 秒之内的一段，但它从 {2} 秒开始',
  'Shifting in time takes series of shape [steps, …], got items of {1}': '时间平移需要形状为 [steps, …] 的序列，得到的样本为 {1}',
  'Hiding times and bands takes spectrograms of shape [steps, bands, channels], got items of {1}':
    '遮挡时间和频带需要形状为 [steps, bands, channels] 的频谱，得到的样本为 {1}',
  'Background noise takes spectrograms of shape [steps, bands, channels], got items of {1}':
    '背景噪声需要形状为 [steps, bands, channels] 的频谱，得到的样本为 {1}',
  'Word dropout takes rows of token numbers, got items of {1}': '单词丢弃需要词元编号的行，得到的样本为 {1}',
  'An item below {1} is required, got {2}': '需要小于 {1} 的样本编号，得到 {2}',
};
