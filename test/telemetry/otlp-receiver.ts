import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';

/** A span as OTLP's JSON has it: https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding */
export type SentSpan = {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  kind: number;
  status?: { code?: number; message?: string };
  attributes: { key: string; value: Record<string, string | number> }[];
  events?: unknown[];
};

type Export = {
  resourceSpans: {
    resource: { attributes: { key: string; value: { stringValue?: string } }[] };
    scopeSpans: { spans: SentSpan[] }[];
  }[];
};

/** A receiver of OTLP over HTTP on the loopback, which keeps what it is sent. */
export async function startReceiver() {
  const bodies: { type: string; path: string; body: Buffer }[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const sent = Buffer.concat(chunks);
      const body = request.headers['content-encoding'] === 'gzip' ? gunzipSync(sent) : sent;
      bodies.push({ type: request.headers['content-type'] ?? '', path: request.url ?? '', body });
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const exports = () => bodies.map(({ body }) => JSON.parse(body.toString()) as Export);
  return {
    address,
    bodies,
    /** All text that was sent. */
    text: () => bodies.map(({ body }) => body.toString('latin1')).join('\n'),
    resources: () =>
      exports().flatMap(({ resourceSpans }) =>
        resourceSpans.flatMap(({ resource }) => resource.attributes),
      ),
    spans: () =>
      exports().flatMap(({ resourceSpans }) =>
        resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans)),
      ),
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

/**
 * The names of the spans of a binary export. The path of fields is `resource_spans`, `scope_spans`,
 * `spans`, `name` of
 * https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/trace/v1/trace.proto
 */
export function spanNames(body: Uint8Array, path: readonly number[] = [1, 2, 2, 5]): string[] {
  const [wanted, ...rest] = path;
  const reader = new BinaryReader(body);
  const found: string[] = [];
  while (reader.pos < reader.len) {
    const [field, type] = reader.tag();
    if (field !== wanted || type !== WireType.LengthDelimited) reader.skip(type, field);
    else if (rest.length === 0) found.push(reader.string());
    else found.push(...spanNames(reader.bytes(), rest));
  }
  return found;
}
