/** Whether a file that holds a secret is one. Node only. */
import { readFileSync, statSync } from 'node:fs';
import type { Logger } from './logger.js';

/** Larger files are no keys. */
const keyFileBytesMax = 1024 * 1024;

/** Of its group and of everybody: reading it, and writing it, which is no better. */
const othersMask = 0o077;

/**
 * Warns about each of `files`, keys and tokens of a server, that others on this machine may read, and says what to do. A
 * warning and no refusal: in a container there may be nobody else. Windows has no such bits.
 */
export function warnOfReaders(files: readonly (string | undefined)[], logger: Pick<Logger, 'warn'>): void {
  if (process.platform === 'win32') return;
  for (const file of files) {
    const stat = file === undefined ? undefined : statSync(file, { throwIfNoEntry: false });
    if (stat === undefined || (stat.mode & othersMask) === 0) continue;
    const mode = (stat.mode & 0o777).toString(8).padStart(4, '0');
    logger.warn(
      { file, mode },
      `others on this machine may read or write ${file}: change that with: chmod 600 ${file}`,
    );
  }
}

/** Whether a PEM file that may be public is not, as one of its keys is private, encrypted or not. */
export function holdsPrivateKey(file: string): boolean {
  try {
    const stat = statSync(file);
    // What is no file, such as a pipe, can be read once only, and not by us.
    return (
      stat.isFile() &&
      stat.size <= keyFileBytesMax &&
      /-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----/.test(readFileSync(file, 'latin1'))
    );
  } catch {
    // Said by who uses it.
    return false;
  }
}
