/**
 * What a command touches besides its arguments: the terminal, the clock, Ctrl-C and the cluster. Commands are handed one,
 * so that a test runs them in its own process, against whatever cluster it has.
 */
import { withClient } from './client-command.js';

export interface Env {
  /** Prints to standard output and ends the line. */
  out(text: string): void;
  /** Writes to standard output as it is; resolves when more may be written. */
  write(data: string | Uint8Array): Promise<void>;
  /** Prints to standard error and ends the line. */
  err(text: string): void;
  /** Shows a line of progress on standard error in place of the last one, where somebody watches it; '' takes it away. */
  progress(line: string): void;
  /** The command goes on, and ends with this exit status; 1 unless told. */
  fail(status?: number): void;
  /** Resolves at Ctrl-C, which then no longer ends the process. */
  interrupted(): Promise<void>;
  nowMs(): number;
  readonly withClient: typeof withClient;
}

/** What a shell says of a command that Ctrl-C has ended. */
export const interruptedStatus = 130;

export const processEnv: Env = {
  out: (text) => console.log(text),
  write: (data) =>
    new Promise((resolve) => {
      if (process.stdout.write(data)) resolve();
      else process.stdout.once('drain', resolve);
    }),
  err: (text) => console.error(text),
  progress: (line) => {
    if (process.stderr.isTTY === true) process.stderr.write(`\r\u001b[2K${line.slice(0, process.stderr.columns - 1)}`);
  },
  fail: (status = 1) => (process.exitCode = status),
  interrupted: () => new Promise((resolve) => process.once('SIGINT', () => resolve())),
  nowMs: () => Date.now(),
  withClient,
};

/** `kuorum get pods | head -1`: that nobody reads on is no failure of ours. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});
