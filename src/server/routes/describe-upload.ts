/** The parts of an OpenAPI document that are used here. */
type Document = {
  readonly paths?: Readonly<Record<string, { readonly post?: { requestBody?: object } }>>;
};

const BODY = {
  required: true,
  description: 'Recordings of any format that the library reads; the format is detected by content',
  content: {
    'multipart/form-data': {
      schema: {
        type: 'object',
        properties: { files: { type: 'array', items: { type: 'string', format: 'binary' } } },
        required: ['files'],
      },
    },
    'audio/*': { schema: { type: 'string', format: 'binary' } },
    'application/octet-stream': { schema: { type: 'string', format: 'binary' } },
  },
};

/**
 * Adds the body of `classify` to the OpenAPI document. The body is streamed to the disk, so no
 * schema validates it.
 */
export function describeUpload<T extends object>(document: T): T {
  const { paths } = document as Document;
  const operation = paths?.['/api/v1/classify']?.post;
  if (operation) operation.requestBody = BODY;
  return document;
}
