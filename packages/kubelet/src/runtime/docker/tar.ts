/** Writes POSIX ustar archives for `docker import`: just files and directories, given as bytes. */
const blockBytes = 512;

export interface TarEntry {
  /** Relative, without a leading slash; a trailing slash makes a directory. */
  readonly path: string;
  readonly mode: number;
  readonly content?: Uint8Array;
}

/** The archive in pieces, so that a large file is never copied. */
export function* tarArchive(entries: Iterable<TarEntry>): Generator<Uint8Array> {
  for (const entry of entries) {
    const size = entry.content?.length ?? 0;
    yield header(entry, size);
    if (entry.content !== undefined && size > 0) {
      yield entry.content;
      const rest = size % blockBytes;
      if (rest !== 0) yield new Uint8Array(blockBytes - rest);
    }
  }
  yield new Uint8Array(2 * blockBytes);
}

function header(entry: TarEntry, size: number): Uint8Array {
  const block = Buffer.alloc(blockBytes);
  if (Buffer.byteLength(entry.path) > 100) throw new RangeError(`Cannot archive ${entry.path}: longer than 100 bytes`);
  const octal = (value: number, offset: number, length: number): void => {
    block.write(value.toString(8).padStart(length - 1, '0'), offset, 'latin1');
  };
  block.write(entry.path, 0);
  octal(entry.mode, 100, 8);
  octal(0, 108, 8);
  octal(0, 116, 8);
  octal(size, 124, 12);
  octal(0, 136, 12);
  block.write(entry.path.endsWith('/') ? '5' : '0', 156, 'latin1');
  block.write('ustar\0' + '00', 257, 'latin1');
  block.fill(' ', 148, 156);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return block;
}
