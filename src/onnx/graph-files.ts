/** Name of the file with the graph. */
export const MODEL_FILE = 'model.onnx';
/** Name of the file with the weights, beside {@link MODEL_FILE}; absent if the graph has none. */
export const DATA_FILE = 'model.onnx.data';
