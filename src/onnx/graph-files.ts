/** The file of a graph in its folder. */
export const MODEL_FILE = 'model.onnx';
/** The file of a graph's weights, beside {@link MODEL_FILE}; absent when it has none. */
export const DATA_FILE = 'model.onnx.data';
