/** Texts of serial fusion, and of the data it is made of, by their English. */
export const specSerialFusion: Readonly<Record<string, string>> = {
  'Only these classes': '仅这些类别',
  'Left out: all of them.': '省略则取全部。',
  Class: '类别',
};
