import type { ChecksummedFile } from '../../bundles/web.js';

/**
 * Whether a file has the size and the checksum of a bundle's description. Only a secure context (https, or
 * this machine) can compute checksums; elsewhere the size alone is compared.
 */
export async function matches(file: Blob, { bytes, sha256 }: ChecksummedFile): Promise<boolean> {
  if (file.size !== bytes) return false;
  return !canVerify() || (await sha256Of(file)) === sha256;
}

/** Whether checksums can be computed here. */
export function canVerify(): boolean {
  return (globalThis as { crypto?: { subtle?: unknown } }).crypto?.subtle !== undefined;
}

async function sha256Of(file: Blob): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', await file.arrayBuffer());
  return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
