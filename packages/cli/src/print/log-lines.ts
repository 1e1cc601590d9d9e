/**
 * Log streams as lines: whole ones, so that several containers can share a terminal, each with where it is from. Bytes are
 * kept as they are. Pure.
 */

/** A longer line is printed in pieces; containers may write without end. */
export const lineBytesMax = 256 * 1024;

const newline = 0x0a;

export interface LineOptions {
  /** Before each line, such as `[pod/web/main] `. */
  readonly prefix: string;
  /** The last line gets an end if it has none. Not where so many bytes were asked for. */
  readonly endLastLine: boolean;
}

/** Takes chunks as they come in, gives whole lines. */
export class LogLines {
  private rest: Buffer = Buffer.alloc(0);
  private readonly prefix: Buffer;

  constructor(private readonly options: LineOptions) {
    this.prefix = Buffer.from(options.prefix);
  }

  /** The lines that `chunk` completes. */
  push(chunk: Uint8Array): Buffer {
    const data = this.rest.length === 0 ? Buffer.from(chunk) : Buffer.concat([this.rest, chunk]);
    const lines: Buffer[] = [];
    let at = 0;
    for (let end = data.indexOf(newline); end >= 0; end = data.indexOf(newline, at)) {
      lines.push(...this.line(data.subarray(at, end + 1)));
      at = end + 1;
    }
    this.rest = data.subarray(at);
    if (this.rest.length > lineBytesMax) lines.push(this.end());
    return Buffer.concat(lines);
  }

  /** What is left when the stream ends without a newline. */
  end(): Buffer {
    const { rest } = this;
    this.rest = Buffer.alloc(0);
    if (rest.length === 0) return rest;
    return Buffer.concat(this.line(this.options.endLastLine ? Buffer.concat([rest, Buffer.of(newline)]) : rest));
  }

  private line(line: Buffer): Buffer[] {
    return this.prefix.length === 0 ? [line] : [this.prefix, line];
  }
}
