const MAGIC = [0x93, ...new TextEncoder().encode('NUMPY'), 1, 0];
/** The header ends at a multiple of this, so that the numbers can be mapped into memory. */
const ALIGNMENT = 64;

/**
 * Writes rows of equal length as a NumPy array of float32, `[rows, size]`.
 *
 * @see https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 */
export function writeNpy(rows: readonly Float32Array[]): Uint8Array {
  const size = rows[0]?.length ?? 0;
  const text = `{'descr': '<f4', 'fortran_order': False, 'shape': (${rows.length}, ${size}), }`;
  const start = Math.ceil((MAGIC.length + 2 + text.length + 1) / ALIGNMENT) * ALIGNMENT;
  const header = `${text.padEnd(start - MAGIC.length - 3)}\n`;
  const bytes = new Uint8Array(start + 4 * rows.length * size);
  const view = new DataView(bytes.buffer);
  bytes.set(MAGIC);
  view.setUint16(MAGIC.length, header.length, true);
  bytes.set(new TextEncoder().encode(header), MAGIC.length + 2);
  let at = start;
  for (const row of rows)
    for (const value of row) {
      view.setFloat32(at, value, true);
      at += 4;
    }
  return bytes;
}
