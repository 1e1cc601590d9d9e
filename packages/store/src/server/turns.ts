/**
 * What a member does in turns of its own: at intervals, or put off to the next turn. What throws in one is a bug, and ends the
 * member, as a write that failed does.
 *
 * Invariants: once stopped or failed no turn runs; `onFatal` is called at most once, never after the stop, and nothing is written or
 * promised any more when it is.
 */
import type { Logger } from '@kuorum/base/node';
import { StartRefusal } from './start-refusal.js';

export interface TurnsOptions {
  readonly logger: Logger;
  /** Ends whatever writes and promises. */
  readonly halt: () => void;
  /** By default the process exits. */
  readonly onFatal?: ((error: unknown) => void) | undefined;
}

export class Turns {
  private readonly timers: NodeJS.Timeout[] = [];
  private isStopped = false;
  private hasFailed = false;

  constructor(private readonly options: TurnsOptions) {}

  get stopped(): boolean {
    return this.isStopped;
  }

  /** Nothing is taken in any more. */
  get over(): boolean {
    return this.isStopped || this.hasFailed;
  }

  soon(fn: () => void): void {
    setImmediate(() => this.run(fn));
  }

  every(intervalMs: number, fn: () => void): void {
    this.timers.push(setInterval(() => this.run(fn), intervalMs));
  }

  fatal(error: unknown): void {
    if (this.over) return;
    this.hasFailed = true;
    const { halt, logger, onFatal = exitProcess } = this.options;
    halt();
    logger.error({ err: textOf(error) }, 'cannot go on');
    onFatal(error);
  }

  stop(): void {
    this.isStopped = true;
    for (const timer of this.timers) clearInterval(timer);
  }

  private run(fn: () => void): void {
    if (this.over) return;
    try {
      fn();
    } catch (error) {
      this.fatal(error);
    }
  }
}

/** What the operator must know, without the stack that a bug is found by. */
function textOf(error: unknown): string {
  if (error instanceof StartRefusal) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function exitProcess(): void {
  process.exit(1);
}
