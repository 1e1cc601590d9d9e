/**
 * Log streams as lines: whole ones, so that several containers can share a terminal, each with where it is from, and only
 * those that are new enough. Bytes are kept as they are. Pure.
 */

/** A longer line is printed in pieces; containers may write without end. */
export const lineBytesMax = 256 * 1024;

const newline = 0x0a;

export interface LineOptions {
  /** Before each line, such as `[pod/web/main] `. */
  readonly prefix: string;
  /** Lines begin with their time: those before this one are left out. */
  readonly sinceMs?: number | undefined;
  /** The time was only asked for to compare it. */
  readonly stripTimes: boolean;
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
    return rest.length === 0 ? rest : Buffer.concat(this.line(Buffer.concat([rest, Buffer.of(newline)])));
  }

  private line(line: Buffer): Buffer[] {
    const { sinceMs, stripTimes } = this.options;
    const space = sinceMs === undefined && !stripTimes ? -1 : line.indexOf(0x20);
    // A line without its time is a piece of one, or the runtime's own: better shown than lost.
    const time = space < 0 ? NaN : Date.parse(line.subarray(0, space).toString('latin1'));
    if (sinceMs !== undefined && time < sinceMs) return [];
    const shown = stripTimes && !Number.isNaN(time) ? line.subarray(space + 1) : line;
    return this.prefix.length === 0 ? [shown] : [this.prefix, shown];
  }
}
