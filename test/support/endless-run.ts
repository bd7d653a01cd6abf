/**
 * A program for the tests of Ctrl-C: it listens as the command line does, and computes a graph that never
 * ends. Its `Loop` adds 1 to four samples 2 ** 62 times, so that the runtime never returns to JavaScript.
 */
import { Interruption } from '../../src/cli/interruption.js';
import { openSession } from '../../src/runtime/node.js';

const GRAPH = Buffer.from(
  [
    'CAk60gMKIQoId2F2ZWZvcm0KAnN0CgJlbgoCYXgSAnc0IgVTbGljZQrIAQoEdHJpcAoEY29uZAoCdzQSBmxvZ2l0cyIETG9v',
    'cCqnAQoEYm9keTKbAQoRCgFjEgJjMiIISWRlbnRpdHkKEQoBdgoDb25lEgJ2MiIDQWRkEgFiKh0IAQgEEAFCA29uZUoQAACA',
    'PwAAgD8AAIA/AACAP1oLCgFpEgYKBAgHEgBaCwoBYxIGCgQICRIAWhMKAXYSDgoMCAESCAoCCAEKAggEYgwKAmMyEgYKBAgJ',
    'EgBiFAoCdjISDgoMCAESCAoCCAEKAggEoAEFChgKAXoSCWVtYmVkZGluZyIISWRlbnRpdHkSAWcqGwgBCAQQAUIBekoQAAAA',
    'AAAAAAAAAAAAAAAAACoSEAdCBHRyaXBKCAAAAAAAAABAKgsQCUIEY29uZEoBASoSCAEQB0ICc3RKCAAAAAAAAAAAKhIIARAH',
    'QgJlbkoIBAAAAAAAAAAqEggBEAdCAmF4SggBAAAAAAAAAFoeCgh3YXZlZm9ybRISChAIARIMCgIIAQoGEgR0aW1lYhgKBmxv',
    'Z2l0cxIOCgwIARIICgIIAQoCCARiEQoJZW1iZWRkaW5nEgQKAggBQgQKABAU',
  ].join(''),
  'base64',
);

new Interruption(700).watch();
const session = await openSession({ graph: GRAPH });
process.stdout.write('running\n');
await session.run({ waveform: { data: new Float32Array(16), shape: [1, 16] } });
