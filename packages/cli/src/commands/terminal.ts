/**
 * The terminal as `kuorum exec -it` needs it: raw, so that every key reaches the command, and put back on every way out: the
 * command's end, an error, a signal, a crash.
 */
import type { Readable, Writable } from 'node:stream';
import type { TerminalSize } from '@kuorum/api';

export interface Terminal {
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;
  /** Standard input is a terminal. */
  readonly isTty: boolean;
  size(): TerminalSize | undefined;
  /** Calls `fn` at every change of the size; gives what ends that. */
  onResize(fn: () => void): () => void;
  /** From now on keys come as they are pressed; gives what puts the terminal back. */
  raw(): () => void;
  /** Nothing is read any more, so that it keeps no process alive. */
  leave(): void;
}

/** Signals that end a process without its `exit` event. 128 + their numbers is what a shell says of it. */
const endingSignals = { SIGHUP: 1, SIGTERM: 15 } as const;

export const processTerminal: Terminal = {
  get stdin() {
    return process.stdin;
  },
  get stdout() {
    return process.stdout;
  },
  get stderr() {
    return process.stderr;
  },
  get isTty() {
    return process.stdin.isTTY === true;
  },
  size: () => {
    const { columns, rows } = process.stdout.isTTY === true ? process.stdout : process.stderr;
    return columns > 0 && rows > 0 ? { width: columns, height: rows } : undefined;
  },
  onResize: (fn) => {
    process.on('SIGWINCH', fn);
    return () => process.off('SIGWINCH', fn);
  },
  raw: () => {
    const { stdin } = process;
    if (stdin.isTTY !== true) return () => undefined;
    const restore = (): void => {
      stdin.setRawMode(false);
      process.off('exit', restore);
      for (const [signal, end] of ends) process.off(signal, end);
    };
    const ends = (Object.keys(endingSignals) as (keyof typeof endingSignals)[]).map((signal) => {
      const end = (): void => {
        restore();
        process.exit(128 + endingSignals[signal]);
      };
      return [signal, end] as const;
    });
    stdin.setRawMode(true);
    // An uncaught error and process.exit() come by here, too.
    process.on('exit', restore);
    for (const [signal, end] of ends) process.on(signal, end);
    return restore;
  },
  leave: () => {
    process.stdin.pause();
    process.stdin.unref?.();
  },
};
