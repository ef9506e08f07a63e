import type { Files } from '../disk/written-list';

/** A tape block. */
const BLOCK = 512;
/** The most that a stored block of deflate holds. */
const STORED = 0xffff;

/**
 * Files as a `.tgz` that is the same bytes on every machine: no time, no owner, and nothing compressed, because what a
 * compressor writes depends on its version.
 */
export function tgzOf(files: Files): Buffer {
  const parts = [...files].flatMap(([path, content]) => [...longName(path), header(path, content.length, '0'), content, padding(content.length)]);
  return gzip(Buffer.concat([...parts, Buffer.alloc(2 * BLOCK)]));
}

/** A name that the header has no room for stands before it, as POSIX.1-2001 (pax) has it. */
function longName(path: string): Buffer[] {
  if (isShort(path)) return [];
  const record = Buffer.from(` path=${path}\n`);
  let length = record.length;
  while (length !== record.length + String(length).length) length = record.length + String(length).length;
  const content = Buffer.concat([Buffer.from(String(length)), record]);
  return [header('pax', content.length, 'x'), content, padding(content.length)];
}

function isShort(path: string): boolean {
  return /^[ -~]{1,100}$/.test(path);
}

/** A header of the format ustar (POSIX.1-1988). */
function header(path: string, size: number, type: string): Buffer {
  const block = Buffer.alloc(BLOCK);
  const octal = (value: number, width: number) => `${value.toString(8).padStart(width - 1, '0')}\0`;
  block.write(isShort(path) ? path : 'long', 0);
  block.write(octal(0o644, 8), 100);
  block.write(octal(0, 8), 108);
  block.write(octal(0, 8), 116);
  block.write(octal(size, 12), 124);
  block.write(octal(0, 12), 136);
  // The sum counts itself as blanks.
  block.write(' '.repeat(8), 148);
  block.write(type, 156);
  block.write('ustar\x0000', 257);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}

function padding(size: number): Buffer {
  return Buffer.alloc((BLOCK - (size % BLOCK)) % BLOCK);
}

/** RFC 1952, around stored blocks of RFC 1951. */
function gzip(content: Buffer): Buffer {
  const blocks: Buffer[] = [];
  for (let start = 0; start < content.length; start += STORED) {
    const part = content.subarray(start, start + STORED);
    const head = Buffer.alloc(5);
    head.writeUInt8(start + STORED >= content.length ? 1 : 0, 0);
    head.writeUInt16LE(part.length, 1);
    head.writeUInt16LE(STORED - part.length, 3);
    blocks.push(head, part);
  }
  const end = Buffer.alloc(8);
  end.writeUInt32LE(crc32(content), 0);
  end.writeUInt32LE(content.length % 2 ** 32, 4);
  // Deflate, no flags, no time, an unknown system.
  return Buffer.concat([Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff]), ...blocks, end]);
}

/** Node has it since 20.15 only. */
function crc32(content: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of content) crc = ((TABLE[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8)) >>> 0;
  return (crc ^ 0xffffffff) >>> 0;
}

const TABLE: readonly number[] = Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit += 1) value = (value & 1) === 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value >>> 0;
});
