/**
 * Unpacks a stream that begins as gzip's files do (https://www.rfc-editor.org/rfc/rfc1952), and leaves
 * any other as it is. A static site stores large files packed, because not every host compresses them.
 */
export async function unpackStream(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
  const reader = stream.getReader();
  const first = await reader.read();
  const whole = new ReadableStream<Uint8Array<ArrayBuffer>>({
    start: (controller) => {
      pass(first, controller);
    },
    pull: async (controller) => {
      pass(await reader.read(), controller);
    },
    cancel: (reason) => reader.cancel(reason),
  });
  const isPacked = first.value?.[0] === 0x1f && first.value[1] === 0x8b;
  return isPacked ? whole.pipeThrough(new DecompressionStream('gzip')) : whole;
}

function pass<Piece>(
  { done, value }: { readonly done: boolean; readonly value?: Piece | undefined },
  controller: ReadableStreamDefaultController<Piece>,
): void {
  if (value !== undefined) controller.enqueue(value);
  if (done) controller.close();
}
