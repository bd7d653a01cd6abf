/** Name of the file with the graph, in the folder of a model. */
export const MODEL_FILE = 'model.onnx';
/** Name of the file with the graph's weights, beside {@link MODEL_FILE}; a graph without weights has none. */
export const DATA_FILE = 'model.onnx.data';
/** Name of the file with the heads of a classifier, beside {@link MODEL_FILE}; most models have none. */
export const HEADS_FILE = 'heads.json';
/** Name of the description of a bundle, beside {@link MODEL_FILE}. */
export const MANIFEST_FILE = 'model.json';
