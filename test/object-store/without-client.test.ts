import { expect, test, vi } from 'vitest';
import { openObjectStore } from '../../src/object-store/index.js';

vi.mock('@aws-sdk/lib-storage', () => {
  throw Object.assign(new Error('Cannot find package'), { code: 'ERR_MODULE_NOT_FOUND' });
});

test('without the client of S3, the message says how to install it', async () => {
  const opening = openObjectStore('s3://recordings/prefix');
  await expect(opening).rejects.toMatchObject({ code: 'store-client-missing' });
  await expect(opening).rejects.toThrow('npm install @aws-sdk/client-s3 @aws-sdk/lib-storage');
});
