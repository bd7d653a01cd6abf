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
        properties: {
          files: { type: 'array', items: { type: 'string', format: 'binary' } },
          baseline: { type: 'string', description: 'JSON of `POST /baselines`; for `classify`' },
          baselines: {
            type: 'string',
            description:
              'JSON object of baselines of `POST /baselines` by the ids of the speakers, `left`, ' +
              '`right`, `channel-3` or `speaker-1`; for `conversations`',
          },
          clips: {
            type: 'string',
            description:
              'JSON array with an object for each file, in their order: `label`, and `speaker` if known; ' +
              'for `adaptations`',
          },
          speaker: {
            type: 'string',
            description:
              'speaker of the files after it, which are compared with each other; for `classify`',
          },
        },
        required: ['files'],
      },
    },
    'audio/*': { schema: { type: 'string', format: 'binary' } },
    'application/octet-stream': { schema: { type: 'string', format: 'binary' } },
  },
};

/**
 * Adds the bodies with recordings to the OpenAPI document. The body is streamed to the disk, so no
 * schema validates it.
 */
export function describeUpload<T extends object>(document: T): T {
  const { paths } = document as Document;
  for (const path of ['classify', 'baselines', 'conversations', 'adaptations']) {
    const operation = paths?.[`/api/v1/${path}`]?.post;
    if (operation) operation.requestBody = BODY;
  }
  return document;
}
