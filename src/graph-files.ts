/** Name of the file with the graph, in the folder of a model. */
export const MODEL_FILE = 'model.onnx';
/** Name of the file with the graph's weights, beside {@link MODEL_FILE}; a graph without weights has none. */
export const DATA_FILE = 'model.onnx.data';
