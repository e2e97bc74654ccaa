import { mainPart } from './main.ts';
import { picturePart } from './pictures.ts';
import { soundPart } from './sound.ts';
import { tablePart } from './table.ts';
import { textPart } from './text.ts';

const END = `

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
`;

/**
 * `run.py` of every capsule: the workbench's preprocessing once more, in Python, read from the manifest. Needs onnxruntime and numpy,
 * for pictures Pillow; a test holds its answers to the workbench's for every kind of item.
 */
export const pythonRunner = mainPart + picturePart + textPart + tablePart + soundPart + END;
