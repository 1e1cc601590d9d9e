/**
 * What was written at one end of a session and not yet read at the other. Counted, and not told from the memory of a process, which
 * has garbage in it, as much as the collector likes.
 */
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { setImmediate as turn } from 'node:timers/promises';

/** Of one write of a writer. */
export const pieceBytes = 64 * 1024;

/** So many turns of this process's event loop, in which all hops run, with nothing moving and the writer asleep: nothing will move. */
const quietTurns = 500;

const established = '01';

/** Bytes that the kernel holds of the TCP connections with one of these ports at an end: sent and not acknowledged, come and not read. */
export function heldByKernel(ports: readonly number[]): number {
  let bytes = 0;
  for (const line of readFileSync('/proc/net/tcp', 'latin1').split('\n').slice(1)) {
    const [, local = '', remote = '', state, queues = ''] = line.trim().split(/\s+/);
    const isOurs = [local, remote].some((address) => ports.includes(parseInt(address.split(':')[1] ?? '', 16)));
    if (!isOurs || state !== established) continue;
    for (const queue of queues.split(':')) bytes += parseInt(queue, 16);
  }
  return bytes;
}

/** What the kernel may hold of one TCP connection. */
export function kernelBytesMax(): number {
  const most = (name: string): number => Number(readFileSync(`/proc/sys/net/ipv4/${name}`, 'latin1').split(/\s+/)[2]);
  return most('tcp_rmem') + most('tcp_wmem');
}

/** How far a process that writes has got, by files: it is in another one than the test. */
export class Progress {
  constructor(private readonly path: string) {
    writeFileSync(path, '');
  }

  /** For the code of the process: declares `begun()`, for its beginning, and `sent()`, for a piece that it has got rid of. */
  get code(): string {
    const path = JSON.stringify(this.path);
    return `const begun = () => require('fs').writeFileSync(${path} + '.pid', String(process.pid));
      const sent = () => require('fs').appendFileSync(${path}, '.');`;
  }

  get bytes(): number {
    return statSync(this.path).size * pieceBytes;
  }

  /** It has begun and waits for something, or has ended. */
  get isAsleep(): boolean {
    if (!existsSync(`${this.path}.pid`)) return false;
    const state = `/proc/${readFileSync(`${this.path}.pid`, 'latin1')}/stat`;
    if (!existsSync(state)) return true;
    const stat = readFileSync(state, 'latin1');
    return /^[SZ]/.test(stat.slice(stat.lastIndexOf(')') + 2));
  }
}

/** Resolves with the count when it stands still for good. */
export async function standstill(count: () => number, isAsleep: () => boolean = () => true): Promise<number> {
  let before = count();
  for (let still = 0; still < quietTurns; still++) {
    await turn();
    const now = count();
    if (now !== before || !isAsleep()) still = 0;
    before = now;
  }
  return before;
}
