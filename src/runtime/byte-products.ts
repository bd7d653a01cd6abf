import { Tensor } from 'onnxruntime-node';
import { createSession } from './create-session.js';

/**
 * A graph that multiplies `x` `[rows, 64]`, taken as unsigned bytes, by a matrix `[64, 16]` of the
 * signed byte 127: `y` `[rows, 16]`. As bytes of a file, so that asking needs no writer of graphs;
 * its test writes it anew.
 */
export const PRODUCT_OF_BYTES = [
  'CAkSB3dhdjJlbW86lQMKOAoMY29uc3RhbnQvMTI3Cg5jb25zdGFudC82NF8xNhIGRXhwYW5kGgZFeHBhbmQiBkV4',
  'cGFuZDoACicKBkV4cGFuZBIEQ2FzdBoEQ2FzdCIEQ2FzdCoJCgJ0bxgDoAECOgAKJgoBeBIGQ2FzdF8xGgZDYXN0',
  'XzEiBENhc3QqCQoCdG8YAqABAjoACj0KBkNhc3RfMQoEQ2FzdBINTWF0TXVsSW50ZWdlchoNTWF0TXVsSW50ZWdl',
  'ciINTWF0TXVsSW50ZWdlcjoACjIKDU1hdE11bEludGVnZXISBkNhc3RfMhoGQ2FzdF8yIgRDYXN0KgkKAnRvGAGg',
  'AQI6AAoaCgZDYXN0XzISAXkaAXkiCElkZW50aXR5OgASB3dhdjJlbW8qFhABQgxjb25zdGFudC8xMjdKBAAA/kIq',
  'JggCEAdCDmNvbnN0YW50LzY0XzE2ShBAAAAAAAAAABAAAAAAAAAAWhcKAXgSEgoQCAESDAoGEgRyb3dzCgIIQGIX',
  'CgF5EhIKEAgBEgwKBhIEcm93cwoCCBBCBAoAEBQ=',
].join('');

const INNER = 64;
const LARGEST_UNSIGNED = 255;
const LARGEST_SIGNED = 127;

let asked: Promise<boolean> | undefined;

/**
 * Whether the runtime multiplies unsigned by signed bytes on this processor without overflow. It is
 * asked for the largest product that there is: without instructions such as VNNI it adds two
 * products in 16 bits, and cuts what does not fit. There the weights of int8 graphs must have 7 bits.
 */
export function hasByteProducts(): Promise<boolean> {
  asked ??= multiplyLargest().then((sum) => sum === INNER * LARGEST_UNSIGNED * LARGEST_SIGNED);
  return asked;
}

async function multiplyLargest(): Promise<unknown> {
  const session = await createSession(Buffer.from(PRODUCT_OF_BYTES, 'base64'), {
    intraOpNumThreads: 1,
  });
  try {
    const largest = new Float32Array(INNER).fill(LARGEST_UNSIGNED);
    const { y } = await session.run({ x: new Tensor('float32', largest, [1, INNER]) });
    return y?.data[0];
  } finally {
    await session.release();
  }
}
