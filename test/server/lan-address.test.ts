import { expect, test, vi } from 'vitest';
import { lanUrl } from '../../src/server/index.js';

vi.mock('node:os', async (original) => ({
  ...(await original<typeof import('node:os')>()),
  networkInterfaces: () => {
    throw new Error('A system error occurred: uv_interface_addresses returned 97');
  },
}));

test('a sandbox that forbids to list the interfaces costs the address, not the server', () => {
  expect(lanUrl('http://0.0.0.0:8770')).toBeUndefined();
});
