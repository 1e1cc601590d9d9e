/** Cuts Docker's event stream into events: a chunk of the connection may hold half an event or several. */
export class JsonLines {
  private rest = '';
  private readonly decoder = new TextDecoder();

  constructor(private readonly lineBytesMax: number) {}

  /** Feeds a chunk and gives every object that is complete by now; lines that are not JSON are left out. */
  push(chunk: Uint8Array): unknown[] {
    this.rest += this.decoder.decode(chunk, { stream: true });
    const lines = this.rest.split('\n');
    this.rest = lines.pop() ?? '';
    if (this.rest.length > this.lineBytesMax) this.rest = '';
    return lines.flatMap((line) => {
      if (line.trim() === '') return [];
      try {
        return [JSON.parse(line) as unknown];
      } catch {
        return []; // A broken hint is no hint: the relist finds what it spoke of.
      }
    });
  }
}
