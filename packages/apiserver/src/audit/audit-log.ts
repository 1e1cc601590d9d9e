/**
 * Lines on their way to the disk. Calls never wait for it, as in Kubernetes' batch mode: lines wait here, within a bound,
 * and what does not fit any more is dropped and counted. A line that was taken is written before the process ends, also
 * when that is a bug's doing ({@link AuditLog.panic}).
 */
import type { Logger } from '@kuorum/base/node';
import { auditBatchBytesMax, auditBufferBytesMax } from '../limits.js';
import type { RotatingFile } from './rotating-file.js';

export class AuditLog {
  private lines: string[] = [];
  private bytes = 0;
  private writing: Promise<void> | undefined;
  written = 0;
  /** Lines that are lost: the buffer was full, or the disk failed. */
  dropped = 0;
  private failing = false;

  constructor(
    private readonly file: Pick<RotatingFile, 'append' | 'appendNow' | 'close'>,
    private readonly logger: Logger,
  ) {}

  get waiting(): number {
    return this.lines.length;
  }

  write(event: object): void {
    const line = `${JSON.stringify(event)}\n`;
    if (this.bytes + line.length > auditBufferBytesMax) {
      if (this.dropped++ === 0) this.logger.error({ file: 'audit log' }, 'the disk is too slow: audit lines are lost');
      return;
    }
    this.lines.push(line);
    this.bytes += line.length;
    this.writing ??= this.drain();
  }

  /** Writes all that waits now, before it returns. What is under way to the disk may come after it. */
  panic(event: object): void {
    const rest = this.lines.splice(0).join('');
    this.bytes = 0;
    try {
      this.file.appendNow(`${rest}${JSON.stringify(event)}\n`);
    } catch (error) {
      this.logger.error({ err: error }, 'cannot write the audit log');
    }
  }

  /** Resolves when every line that was taken is written. */
  async close(): Promise<void> {
    await this.writing;
    await this.file.close();
  }

  private async drain(): Promise<void> {
    // Lines of one turn share a write.
    await Promise.resolve();
    while (this.lines.length > 0) {
      const batch = this.nextBatch();
      try {
        await this.file.append(batch.join(''));
        this.written += batch.length;
        this.failing = false;
      } catch (error) {
        this.dropped += batch.length;
        if (!this.failing) this.logger.error({ err: error }, 'cannot write the audit log: lines are lost');
        this.failing = true;
      }
    }
    this.writing = undefined;
  }

  private nextBatch(): string[] {
    let count = 0;
    let bytes = 0;
    for (const line of this.lines) {
      if (count > 0 && bytes + line.length > auditBatchBytesMax) break;
      bytes += line.length;
      count++;
    }
    this.bytes -= bytes;
    return this.lines.splice(0, count);
  }
}
