import { TensorProto_DataType } from 'onnx-buf';

/** Types of tensor elements that graphs of this project use. */
export type ElementType = 'float32' | 'float16' | 'int8' | 'uint8' | 'int64' | 'bool';

/** The number that ONNX gives an element type (`TensorProto.DataType`). */
export const ELEMENT_TYPE_NUMBERS: Readonly<Record<ElementType, TensorProto_DataType>> = {
  float32: TensorProto_DataType.FLOAT,
  float16: TensorProto_DataType.FLOAT16,
  int8: TensorProto_DataType.INT8,
  uint8: TensorProto_DataType.UINT8,
  int64: TensorProto_DataType.INT64,
  bool: TensorProto_DataType.BOOL,
};
