import { ATTRIBUTE } from './data-types.ts';
import type { Library, Pointer } from './library.ts';
import type { Session } from './session.ts';

/** As tfjs-node describes an attribute; a list where the operation takes one. */
export interface OpAttribute {
  readonly name: string;
  readonly type: number;
  readonly value: unknown;
}

/** The functions that set attributes: of an eager operation, or of a node of a graph. They take the same arguments. */
interface Setters {
  readonly string: (...args: unknown[]) => void;
  readonly int: (...args: unknown[]) => void;
  readonly float: (...args: unknown[]) => void;
  readonly bool: (...args: unknown[]) => void;
  readonly type: (...args: unknown[]) => void;
  readonly shape: (...args: unknown[]) => void;
  readonly function: (...args: unknown[]) => void;
  readonly strings: (...args: unknown[]) => void;
  readonly ints: (...args: unknown[]) => void;
  readonly floats: (...args: unknown[]) => void;
  readonly bools: (...args: unknown[]) => void;
  readonly types: (...args: unknown[]) => void;
  readonly shapes: (...args: unknown[]) => void;
}

export type SetAttribute = (operation: Pointer, attribute: OpAttribute) => void;

/** Attributes of an eager operation. */
export function eagerAttributes({ library, status, check }: Session): SetAttribute {
  return attributeSetter(library, {
    string: library.TFE_OpSetAttrString,
    int: library.TFE_OpSetAttrInt,
    float: library.TFE_OpSetAttrFloat,
    bool: library.TFE_OpSetAttrBool,
    type: library.TFE_OpSetAttrType,
    shape(...args) {
      library.TFE_OpSetAttrShape(...args, status);
      check('TFE_OpSetAttrShape');
    },
    function: library.TFE_OpSetAttrFunctionName,
    strings: library.TFE_OpSetAttrStringList,
    ints: library.TFE_OpSetAttrIntList,
    floats: library.TFE_OpSetAttrFloatList,
    bools: library.TFE_OpSetAttrBoolList,
    types: library.TFE_OpSetAttrTypeList,
    shapes(...args) {
      library.TFE_OpSetAttrShapeList(...args, status);
      check('TFE_OpSetAttrShapeList');
    },
  });
}

/** Attributes of a node that is being added to a graph. */
export function graphAttributes({ library }: Session): SetAttribute {
  return attributeSetter(library, {
    string: library.TF_SetAttrString,
    int: library.TF_SetAttrInt,
    float: library.TF_SetAttrFloat,
    bool: library.TF_SetAttrBool,
    type: library.TF_SetAttrType,
    shape: library.TF_SetAttrShape,
    function: library.TF_SetAttrFuncName,
    strings: library.TF_SetAttrStringList,
    ints: library.TF_SetAttrIntList,
    floats: library.TF_SetAttrFloatList,
    bools: library.TF_SetAttrBoolList,
    types: library.TF_SetAttrTypeList,
    shapes: library.TF_SetAttrShapeList,
  });
}

/** Longer texts are copied by TensorFlow during the call and need not be kept. */
const INTERNED_LENGTH = 64;

function attributeSetter(library: Library, set: Setters): SetAttribute {
  const one = singleSetters(library, set);
  const many = listSetters(library, set);
  return (operation, { name, type, value }) => {
    const isList = Array.isArray(value) && (type !== ATTRIBUTE.shape || Array.isArray(value[0]));
    const setter = (isList ? many : one)[type];
    if (setter === undefined) throw new Error(`Attribute '${name}' is of kind ${type}${isList ? ' (a list)' : ''}, which can't be set`);
    setter(operation, library.intern(name).pointer, value as never);
  };
}

type ByKind = Readonly<Record<number, (operation: Pointer, name: Pointer, value: never) => void>>;

function singleSetters(library: Library, set: Setters): ByKind {
  function text(setter: Setters['string'], operation: Pointer, name: Pointer, value: string): void {
    if (value.length <= INTERNED_LENGTH) {
      const { pointer, bytes } = library.intern(value);
      return setter(operation, name, pointer, bytes);
    }
    const bytes = Buffer.from(value, 'utf8');
    setter(operation, name, bytes, bytes.length);
  }
  return {
    [ATTRIBUTE.string]: (operation, name, value: string) => text(set.string, operation, name, value),
    [ATTRIBUTE.int]: (operation, name, value: number) => set.int(operation, name, value),
    [ATTRIBUTE.float]: (operation, name, value: number) => set.float(operation, name, value),
    [ATTRIBUTE.bool]: (operation, name, value: boolean) => set.bool(operation, name, value ? 1 : 0),
    [ATTRIBUTE.type]: (operation, name, value: number) => set.type(operation, name, value),
    [ATTRIBUTE.shape]: (operation, name, value: readonly number[]) => set.shape(operation, name, dimensions(value), value.length),
    [ATTRIBUTE.function]: (operation, name, value: string) => text(set.function, operation, name, value),
  };
}

function listSetters(library: Library, set: Setters): ByKind {
  return {
    [ATTRIBUTE.string](operation, name, values: readonly string[]) {
      const texts = values.map(value => library.intern(value));
      const pointers = BigUint64Array.from([...texts.map(({ pointer }) => pointer ?? 0n), 0n]);
      const lengths = BigUint64Array.from([...texts.map(({ bytes }) => BigInt(bytes)), 0n]);
      set.strings(operation, name, pointers, lengths, values.length);
    },
    [ATTRIBUTE.int]: (operation, name, values: readonly number[]) => set.ints(operation, name, dimensions(values), values.length),
    [ATTRIBUTE.float]: (operation, name, values: readonly number[]) =>
      set.floats(operation, name, Float32Array.from([...values, 0]), values.length),
    [ATTRIBUTE.bool]: (operation, name, values: readonly boolean[]) =>
      set.bools(operation, name, Uint8Array.from([...values.map(Number), 0]), values.length),
    [ATTRIBUTE.type]: (operation, name, values: readonly number[]) =>
      set.types(operation, name, Int32Array.from([...values, 0]), values.length),
    [ATTRIBUTE.shape]: (operation, name, values: readonly (readonly number[])[]) => setShapes(library, set, { operation, name, values }),
  };
}

interface ShapeList {
  readonly operation: Pointer;
  readonly name: Pointer;
  readonly values: readonly (readonly number[])[];
}

/** TensorFlow takes an array of pointers; the dimensions stand in one native block. */
function setShapes(library: Library, set: Setters, { operation, name, values }: ShapeList): void {
  const all = values.map(dimensions);
  const block = library.allocate(all.reduce((sum, one) => sum + one.byteLength, 8));
  let at = block;
  const starts = all.map(one => {
    const start = at;
    library.copy(start, one, one.byteLength);
    at += BigInt(one.byteLength);
    return start;
  });
  const ranks = Int32Array.from([...values.map(({ length }) => length), 0]);
  set.shapes(operation, name, BigUint64Array.from([...starts, 0n]), ranks, values.length);
  library.free(block);
}

/** Never empty: an empty typed array has no address to give. */
function dimensions(values: readonly number[]): BigInt64Array {
  const made = new BigInt64Array(Math.max(1, values.length));
  values.forEach((value, i) => (made[i] = BigInt(value)));
  return made;
}
