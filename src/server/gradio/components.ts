/** A component of a Gradio interface, with what clients need of it. */
export type Component = {
  readonly id: number;
  /** Gradio's name of the component, in lower case. */
  readonly type: string;
  readonly label: string;
  /** JSON schema of the value. */
  readonly schema: object;
  readonly pythonType: string;
  readonly example: unknown;
};

const FILE_SCHEMA = {
  title: 'FileData',
  type: 'object',
  properties: {
    path: { type: 'string', title: 'Path' },
    url: { anyOf: [{ type: 'string' }, { type: 'null' }], title: 'Url', default: null },
    size: { anyOf: [{ type: 'integer' }, { type: 'null' }], title: 'Size', default: null },
    orig_name: { anyOf: [{ type: 'string' }, { type: 'null' }], default: null },
    mime_type: { anyOf: [{ type: 'string' }, { type: 'null' }], default: null },
    meta: {
      type: 'object',
      properties: { _type: { const: 'gradio.FileData' } },
      default: { _type: 'gradio.FileData' },
    },
  },
  required: ['path'],
};

const LABEL_SCHEMA = {
  title: 'LabelData',
  type: 'object',
  properties: {
    label: { anyOf: [{ type: 'string' }, { type: 'number' }, { type: 'null' }] },
    confidences: {
      type: 'array',
      items: {
        type: 'object',
        properties: { label: { type: 'string' }, confidence: { type: 'number' } },
      },
    },
  },
};

const text = (id: number, label: string): Component => ({
  id,
  label,
  type: 'textbox',
  schema: { type: 'string' },
  pythonType: 'str',
  example: 'Hello!!',
});

/** The box with the state of the model. */
export const STATUS = text(1, '模型状态');
/** The input for a recording. */
export const AUDIO: Component = {
  id: 2,
  type: 'audio',
  label: 'audio',
  schema: FILE_SCHEMA,
  pythonType: 'filepath',
  example: { path: 'recording.wav', meta: { _type: 'gradio.FileData' } },
};
/** The box with the explanation of the result. */
export const EXPLANATION = text(3, '识别结果说明');
/** The label with all confidences. */
export const LABEL: Component = {
  id: 4,
  type: 'label',
  label: '预测情感标签',
  schema: LABEL_SCHEMA,
  pythonType:
    'dict(label: str | float | None, confidences: list[dict(label: str | None, confidence: float | None)] | None)',
  example: { label: 'neu', confidences: [{ label: 'neu', confidence: 0.9 }] },
};

export const COMPONENTS = [STATUS, AUDIO, EXPLANATION, LABEL] as const;
