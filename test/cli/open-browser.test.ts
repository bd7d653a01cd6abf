import { expect, test } from 'vitest';
import { pageAddress } from '../../src/cli/commands/serve.js';
import { browserCommand } from '../../src/cli/open-browser.js';

test('the printed address of the page contains every token unchanged', () => {
  const token = 'a+b/c&d#e%f=';
  const address = pageAddress('http://127.0.0.1:8770', token);
  expect(new URL(address).searchParams.get('token')).toBe(token);
  expect(pageAddress('http://127.0.0.1:8770', undefined)).toBe('http://127.0.0.1:8770');
});

test('no shell reads the address that is opened', () => {
  const address = pageAddress('http://127.0.0.1:8770', 'a&calc');
  for (const platform of ['win32', 'darwin', 'linux'] as const) {
    const command = browserCommand(address, platform);
    expect(command[0]).not.toBe('cmd');
    expect(command.at(-1)).toBe(address);
  }
});
