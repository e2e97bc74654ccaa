/** Types of koffi's own language. `name` arguments are pointers too: interned native strings are passed, without a conversion a call. */
const pointer = 'void *';
const text = 'str';
const int = 'int';
const byte = 'uint8_t';
const long = 'int64_t';
const size = 'size_t';
const nothing = 'void';
/** `struct TF_Output { TF_Operation *oper; int index; }`, by value. */
const output = 'TF_Output';

/** Result, then arguments. */
export type Signature = readonly [result: string, args: readonly string[]];

/**
 * Every function of TensorFlow's C API that is called here. A wrong line crashes the process: a test holds each against the
 * C headers that a wheel brings.
 */
export const SIGNATURES = {
  TF_Version: [text, []],
  TF_NewStatus: [pointer, []],
  TF_DeleteStatus: [nothing, [pointer]],
  TF_GetCode: [int, [pointer]],
  TF_Message: [text, [pointer]],
  TF_AllocateTensor: [pointer, [int, pointer, int, size]],
  TF_NewTensor: [pointer, [int, pointer, int, pointer, size, pointer, pointer]],
  TF_DeleteTensor: [nothing, [pointer]],
  TF_TensorData: [pointer, [pointer]],
  TF_TensorByteSize: [size, [pointer]],
  TF_TensorElementCount: [long, [pointer]],
  TF_DeviceListCount: [int, [pointer]],
  TF_DeviceListName: [text, [pointer, int, pointer]],
  TF_DeviceListType: [text, [pointer, int, pointer]],
  TF_DeviceListMemoryBytes: [long, [pointer, int, pointer]],
  TF_DeleteDeviceList: [nothing, [pointer]],
  TF_NewBuffer: [pointer, []],
  TF_NewBufferFromString: [pointer, [pointer, size]],
  TF_DeleteBuffer: [nothing, [pointer]],
  TF_StringInit: [nothing, [pointer]],
  TF_StringCopy: [nothing, [pointer, pointer, size]],
  TF_StringGetDataPointer: [pointer, [pointer]],
  TF_StringGetSize: [size, [pointer]],

  TFE_NewContextOptions: [pointer, []],
  TFE_DeleteContextOptions: [nothing, [pointer]],
  TFE_ContextOptionsSetConfig: [nothing, [pointer, pointer, size, pointer]],
  TFE_NewContext: [pointer, [pointer, pointer]],
  TFE_DeleteContext: [nothing, [pointer]],
  TFE_ContextListDevices: [pointer, [pointer, pointer]],
  TFE_ContextAddFunction: [nothing, [pointer, pointer, pointer]],
  TFE_ContextRemoveFunction: [nothing, [pointer, pointer, pointer]],
  TFE_NewTensorHandle: [pointer, [pointer, pointer]],
  TFE_DeleteTensorHandle: [nothing, [pointer]],
  TFE_TensorHandleDataType: [int, [pointer]],
  TFE_TensorHandleNumDims: [int, [pointer, pointer]],
  TFE_TensorHandleDim: [long, [pointer, int, pointer]],
  TFE_TensorHandleResolve: [pointer, [pointer, pointer]],
  TFE_TensorHandleCopyToDevice: [pointer, [pointer, pointer, pointer, pointer]],
  TFE_TensorHandleBackingDeviceName: [text, [pointer, pointer]],
  TFE_NewOp: [pointer, [pointer, pointer, pointer]],
  TFE_DeleteOp: [nothing, [pointer]],
  TFE_OpSetDevice: [nothing, [pointer, pointer, pointer]],
  TFE_OpReset: [nothing, [pointer, pointer, pointer, pointer]],
  TFE_OpAddInput: [nothing, [pointer, pointer, pointer]],
  TFE_OpAddInputList: [nothing, [pointer, pointer, int, pointer]],
  TFE_OpSetAttrString: [nothing, [pointer, pointer, pointer, size]],
  TFE_OpSetAttrInt: [nothing, [pointer, pointer, long]],
  TFE_OpSetAttrFloat: [nothing, [pointer, pointer, 'float']],
  TFE_OpSetAttrBool: [nothing, [pointer, pointer, byte]],
  TFE_OpSetAttrType: [nothing, [pointer, pointer, int]],
  TFE_OpSetAttrShape: [nothing, [pointer, pointer, pointer, int, pointer]],
  TFE_OpSetAttrFunctionName: [nothing, [pointer, pointer, pointer, size]],
  TFE_OpSetAttrStringList: [nothing, [pointer, pointer, pointer, pointer, int]],
  TFE_OpSetAttrIntList: [nothing, [pointer, pointer, pointer, int]],
  TFE_OpSetAttrFloatList: [nothing, [pointer, pointer, pointer, int]],
  TFE_OpSetAttrBoolList: [nothing, [pointer, pointer, pointer, int]],
  TFE_OpSetAttrTypeList: [nothing, [pointer, pointer, pointer, int]],
  TFE_OpSetAttrShapeList: [nothing, [pointer, pointer, pointer, pointer, int, pointer]],
  TFE_Execute: [nothing, [pointer, pointer, pointer, pointer]],

  TF_NewGraph: [pointer, []],
  TF_DeleteGraph: [nothing, [pointer]],
  TF_NewImportGraphDefOptions: [pointer, []],
  TF_DeleteImportGraphDefOptions: [nothing, [pointer]],
  TF_GraphImportGraphDef: [nothing, [pointer, pointer, pointer, pointer]],
  TF_GraphOperationByName: [pointer, [pointer, pointer]],
  TF_NewOperation: [pointer, [pointer, pointer, pointer]],
  TF_AddInput: [nothing, [pointer, output]],
  TF_AddInputList: [nothing, [pointer, pointer, int]],
  TF_AddControlInput: [nothing, [pointer, pointer]],
  TF_FinishOperation: [pointer, [pointer, pointer]],
  TF_OperationNumOutputs: [int, [pointer]],
  TF_OperationOutputType: [int, [output]],
  TF_GraphGetTensorNumDims: [int, [pointer, output, pointer]],
  TF_GraphGetTensorShape: [nothing, [pointer, output, pointer, int, pointer]],
  TF_GraphSetTensorShape: [nothing, [pointer, output, pointer, int, pointer]],
  TF_GraphGetOpDef: [nothing, [pointer, pointer, pointer, pointer]],
  TF_SetAttrString: [nothing, [pointer, pointer, pointer, size]],
  TF_SetAttrInt: [nothing, [pointer, pointer, long]],
  TF_SetAttrFloat: [nothing, [pointer, pointer, 'float']],
  TF_SetAttrBool: [nothing, [pointer, pointer, byte]],
  TF_SetAttrType: [nothing, [pointer, pointer, int]],
  TF_SetAttrShape: [nothing, [pointer, pointer, pointer, int]],
  TF_SetAttrFuncName: [nothing, [pointer, pointer, pointer, size]],
  TF_SetAttrStringList: [nothing, [pointer, pointer, pointer, pointer, int]],
  TF_SetAttrIntList: [nothing, [pointer, pointer, pointer, int]],
  TF_SetAttrFloatList: [nothing, [pointer, pointer, pointer, int]],
  TF_SetAttrBoolList: [nothing, [pointer, pointer, pointer, int]],
  TF_SetAttrTypeList: [nothing, [pointer, pointer, pointer, int]],
  TF_SetAttrShapeList: [nothing, [pointer, pointer, pointer, pointer, int]],
  TF_SetAttrTensor: [nothing, [pointer, pointer, pointer, pointer]],
  TF_GraphToFunctionWithControlOutputs: [
    pointer,
    [pointer, pointer, byte, int, pointer, int, pointer, int, pointer, pointer, int, pointer, pointer, pointer, pointer, pointer],
  ],
  TF_DeleteFunction: [nothing, [pointer]],
} as const satisfies Readonly<Record<string, Signature>>;

export type FunctionName = keyof typeof SIGNATURES;
