import protobuf from 'protobufjs/light.js';

type Field = readonly [id: number, type: string, rule?: 'repeated' | 'map'];

/**
 * What of TensorFlow's messages is written and read, by their field numbers: written is a graph without variables and functions, read
 * are these, too, and every way a tensor can be stored. A function within an attribute is its name alone, so that no message nests in
 * itself.
 * Source: TensorFlow, saved_model.proto, meta_graph.proto, graph.proto, function.proto, attr_value.proto, tensor.proto, tensor_bundle.proto.
 */
const TENSORFLOW = protobuf.Root.fromJSON({
  nested: {
    SavedModel: message({ savedModelSchemaVersion: [1, 'int64'], metaGraphs: [2, 'MetaGraph', 'repeated'] }),
    MetaGraph: message({
      metaInfoDef: [1, 'MetaInfo'],
      graphDef: [2, 'Graph'],
      saverDef: [3, 'Saver'],
      collectionDef: [4, 'Collection', 'map'],
      signatureDef: [5, 'Signature', 'map'],
    }),
    MetaInfo: message({ tags: [4, 'string', 'repeated'], tensorflowVersion: [5, 'string'], strippedDefaultAttrs: [7, 'bool'] }),
    Saver: message({ restoreOpName: [3, 'string'] }),
    Collection: message({ bytesList: [2, 'BytesList'] }),
    BytesList: message({ value: [1, 'bytes', 'repeated'] }),
    Signature: message({ inputs: [1, 'TensorInfo', 'map'], outputs: [2, 'TensorInfo', 'map'], methodName: [3, 'string'] }),
    TensorInfo: message({ name: [1, 'string'], dtype: [2, 'int32'], tensorShape: [3, 'Shape'] }),
    Graph: message({ node: [1, 'Node', 'repeated'], library: [2, 'Library'], versions: [4, 'Versions'] }),
    Versions: message({ producer: [1, 'int32'], minConsumer: [2, 'int32'] }),
    Library: message({ function: [1, 'Function', 'repeated'] }),
    Function: message({ signature: [1, 'Operation'], nodeDef: [3, 'Node', 'repeated'], ret: [4, 'string', 'map'] }),
    Operation: message({ name: [1, 'string'], inputArg: [2, 'Argument', 'repeated'], outputArg: [3, 'Argument', 'repeated'] }),
    Argument: message({ name: [1, 'string'] }),
    Node: message({ name: [1, 'string'], op: [2, 'string'], input: [3, 'string', 'repeated'], attr: [5, 'Attribute', 'map'] }),
    // One of these, so that a 0 and a false are written, too.
    Attribute: oneOf('value', {
      list: [1, 'List'],
      s: [2, 'bytes'],
      i: [3, 'int64'],
      f: [4, 'float'],
      b: [5, 'bool'],
      type: [6, 'int32'],
      shape: [7, 'Shape'],
      tensor: [8, 'Tensor'],
      func: [10, 'Named'],
    }),
    Named: message({ name: [1, 'string'] }),
    List: message({ i: [3, 'int64', 'repeated'], type: [6, 'int32', 'repeated'] }),
    Shape: message({ dim: [2, 'Dimension', 'repeated'], unknownRank: [3, 'bool'] }),
    Dimension: message({ size: [1, 'int64'] }),
    Tensor: message({
      dtype: [1, 'int32'],
      tensorShape: [2, 'Shape'],
      tensorContent: [4, 'bytes'],
      floatVal: [5, 'float', 'repeated'],
      intVal: [7, 'int32', 'repeated'],
      stringVal: [8, 'bytes', 'repeated'],
      boolVal: [11, 'bool', 'repeated'],
      int64Val: [10, 'int64', 'repeated'],
    }),
    BundleHeader: message({ numShards: [1, 'int32'], endianness: [2, 'int32'] }),
    BundleEntry: message({
      dtype: [1, 'int32'],
      shape: [2, 'Shape'],
      shardId: [3, 'int32'],
      offset: [4, 'int64'],
      size: [5, 'int64'],
      slices: [7, 'bytes', 'repeated'],
    }),
  },
});

/** The message of this name, to encode and decode. */
export function tensorFlowMessage(name: string): protobuf.Type {
  return TENSORFLOW.lookupType(name);
}

function message(fields: Readonly<Record<string, Field>>): protobuf.IType {
  const field = ([id, type, rule]: Field): protobuf.IField => {
    if (rule === 'map') return { id, type, keyType: 'string' } as protobuf.IMapField;
    return { id, type, ...(rule && { rule, options: { packed: true } }) };
  };
  return { fields: Object.fromEntries(Object.entries(fields).map(([name, entry]) => [name, field(entry)])) };
}

function oneOf(name: string, fields: Readonly<Record<string, Field>>): protobuf.IType {
  return { ...message(fields), oneofs: { [name]: { oneof: Object.keys(fields) } } };
}
