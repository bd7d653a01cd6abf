import { describe, expect, it } from 'vitest';
import { findPackageDifference } from '../../scripts/compare-packages.js';

const wanted = {
  packages: {
    '': { version: '0.1.0' },
    'node_modules/zod': { version: '4.6.7' },
    'node_modules/fsevents': { version: '2.3.3', optional: true },
    'node_modules/wav2emo-web': { link: true },
  },
};

describe('findPackageDifference', () => {
  it('finds none if everything but packages of other platforms is installed', () => {
    const installed = {
      packages: { 'node_modules/zod': { version: '4.6.7' }, 'node_modules/wav2emo-web': {} },
    };
    expect(findPackageDifference(wanted, installed)).toBeUndefined();
  });

  it('names a package that is missing', () => {
    const installed = { packages: { 'node_modules/wav2emo-web': {} } };
    expect(findPackageDifference(wanted, installed)).toBe('zod is not installed');
  });

  it('names a package in another version', () => {
    const installed = { packages: { 'node_modules/zod': { version: '3.0.0' } } };
    expect(findPackageDifference(wanted, installed)).toBe(
      'zod is installed in version 3.0.0, not 4.6.7',
    );
  });
});
