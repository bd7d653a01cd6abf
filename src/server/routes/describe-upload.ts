/** The parts of an OpenAPI document that are looked at here. */
type Document = {
  readonly paths?: Readonly<Record<string, { readonly post?: { requestBody?: object } }>>;
};

const BODY = {
  required: true,
  description: 'Recordings of any format that the library reads, told by their content',
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
 * Adds the body of `classify` to the description: it goes to the disk as a stream, so there is no
 * schema that validates it.
 */
export function describeUpload<T extends object>(document: T): T {
  const { paths } = document as Document;
  const operation = paths?.['/api/v1/classify']?.post;
  if (operation) operation.requestBody = BODY;
  return document;
}
