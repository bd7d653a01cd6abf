import { expect, test } from 'vitest';
import { hasByteProducts, multipliesBytes } from '../../src/runtime/index.js';

test.each([
  ['x64', 'flags : sse4_2 avx2 avx512f avx512_vnni', true],
  ['x64', 'flags : avx2 avx_vnni', true],
  ['x64', 'flags : avx2 avx512f avx512_vbmi2', false],
  ['x64', '', false],
  ['arm64', '', true],
  ['ia32', 'flags : avx_vnni', false],
])('%s with "%s" adds products of bytes without overflow: %s', (architecture, flags, expected) => {
  expect(multipliesBytes(architecture, flags)).toBe(expected);
});

test('this processor is told', () => {
  expect(typeof hasByteProducts()).toBe('boolean');
});
