/** Texts of pictures and of where data comes from, by their English. */
export const specPictures: Readonly<Record<string, string>> = {
  'builtin:NAME, a file, a folder, or a ZIP or tar archive of one.': 'builtin:名称、文件、文件夹，或其 ZIP、tar 压缩包。',
  'Parts of the source': '数据源自带的划分',
  'Folders called train, validation and test, or the column split of a list. auto: taken where there are some; folders: required; drawn: not looked at.':
    '名为 train、validation 和 test 的文件夹，或列表的 split 列。auto：有则采用；folders：必须有；drawn：不采用。',
  'Pictures (PNG, JPEG, WebP, TIFF, GIF, BMP)': '图片（PNG、JPEG、WebP、TIFF、GIF、BMP）',
  'A folder with a folder of pictures for each class, or with file names or a list that tell the class.':
    '一个文件夹，每个类别各有一个图片子文件夹；或由文件名或列表说明类别。',
  '{class}_{subject}_{shot} fits cat_tom_03.jpg; what is named here can keep items together. Left out: the folder is the class.':
    '{class}_{subject}_{shot} 对应 cat_tom_03.jpg；此处命名的部分可用于把样本归在一起。省略时以文件夹为类别。',
  'A CSV or JSON file in the folder with the columns file and class (or label columns); split names train, validation or test, start and seconds a part of the file, others can keep items together. Left out: list.csv, where there is one.':
    '文件夹中的 CSV 或 JSON 文件，含 file 和 class 列（或标签列）；split 列指明 train、validation 或 test，start 和 seconds 列指明文件中的一段，其他列可用于把样本归在一起。省略时使用 list.csv（如果有）。',
  Size: '尺寸',
  'Height and width every picture is brought to. Left out: as they are, which must be one size for all.':
    '所有图片都调整到的高和宽。省略时保持原样，此时所有图片必须尺寸相同。',
  Pixels: '像素',
  'Where the shape differs': '形状不同时',
  'crop: the middle is kept; pad: black beside it; stretch: sides are changed.': 'crop：保留中间部分；pad：旁边补黑；stretch：拉伸各边。',
  Colour: '颜色',
  'grey: one channel; colour: three.': 'grey：单通道；colour：三通道。',
};
