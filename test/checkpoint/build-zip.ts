import { crc32 } from 'node:zlib';

/** A file of an archive, and what its directory claims, which may be false. */
export type ZipPart = {
  name: string;
  data: Uint8Array;
  method?: number;
  flags?: number;
  /** Size in the directory. */
  size?: number;
  /** Offset of the local header in the directory. */
  offset?: number;
  /** Length of the extra field that the local header states. */
  localExtra?: number;
  /** Whether its sizes and its place are written as numbers of 64 bits. */
  is64?: boolean;
};

/** Writes a zip archive of stored files. */
export function buildZip(parts: readonly ZipPart[], entryCount = parts.length): Blob {
  const local: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const part of parts) {
    const pieces = [localHeader(part), Buffer.from(part.name), part.data];
    directory.push(directoryEntry(part, offset), Buffer.from(part.name), extraField(part, offset));
    local.push(...pieces);
    offset += pieces.reduce((sum, piece) => sum + piece.length, 0);
  }
  const directoryBytes = directory.reduce((sum, piece) => sum + piece.length, 0);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entryCount, 8);
  end.writeUInt16LE(entryCount, 10);
  end.writeUInt32LE(directoryBytes, 12);
  end.writeUInt32LE(offset, 16);
  const is64 = parts.some((part) => part.is64);
  const end64 = is64 ? [endOf64(entryCount, directoryBytes, offset)] : [];
  return new Blob([...local, ...directory, ...end64, end].map((piece) => Uint8Array.from(piece)));
}

/** The last record of a large archive, and the record that says where it is. */
function endOf64(entryCount: number, directoryBytes: number, directoryStart: number): Buffer {
  const end = Buffer.alloc(56 + 20);
  end.writeUInt32LE(0x06064b50, 0);
  end.writeBigUInt64LE(44n, 4);
  end.writeBigUInt64LE(BigInt(entryCount), 24);
  end.writeBigUInt64LE(BigInt(entryCount), 32);
  end.writeBigUInt64LE(BigInt(directoryBytes), 40);
  end.writeBigUInt64LE(BigInt(directoryStart), 48);
  end.writeUInt32LE(0x07064b50, 56);
  end.writeBigUInt64LE(BigInt(directoryStart + directoryBytes), 56 + 8);
  end.writeUInt32LE(1, 56 + 16);
  return end;
}

function extraField(part: ZipPart, offset: number): Buffer {
  if (!part.is64) return Buffer.alloc(0);
  const field = Buffer.alloc(4 + 24);
  field.writeUInt16LE(1, 0);
  field.writeUInt16LE(24, 2);
  field.writeBigUInt64LE(BigInt(part.size ?? part.data.length), 4);
  field.writeBigUInt64LE(BigInt(part.size ?? part.data.length), 12);
  field.writeBigUInt64LE(BigInt(part.offset ?? offset), 20);
  return field;
}

function localHeader(part: ZipPart): Buffer {
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(part.flags ?? 0, 6);
  header.writeUInt16LE(part.method ?? 0, 8);
  header.writeUInt32LE(crc32(part.data), 14);
  header.writeUInt32LE(part.data.length, 18);
  header.writeUInt32LE(part.data.length, 22);
  header.writeUInt16LE(Buffer.byteLength(part.name), 26);
  header.writeUInt16LE(part.localExtra ?? 0, 28);
  return header;
}

function directoryEntry(part: ZipPart, offset: number): Buffer {
  const header = Buffer.alloc(46);
  header.writeUInt32LE(0x02014b50, 0);
  header.writeUInt16LE(part.flags ?? 0, 8);
  header.writeUInt16LE(part.method ?? 0, 10);
  header.writeUInt32LE(crc32(part.data), 16);
  const in32 = (value: number) => (part.is64 ? 0xffffffff : value);
  header.writeUInt32LE(in32(part.size ?? part.data.length), 20);
  header.writeUInt32LE(in32(part.size ?? part.data.length), 24);
  header.writeUInt16LE(Buffer.byteLength(part.name), 28);
  header.writeUInt16LE(part.is64 ? 28 : 0, 30);
  header.writeUInt32LE(in32(part.offset ?? offset), 42);
  return header;
}
