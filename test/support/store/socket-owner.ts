/** Whose connection it is: finds the process at the other end of a TCP connection of this machine, as `ss -p` does. */
import { readFile, readdir, readlink } from 'node:fs/promises';

/** The kernel lists a socket a moment after it connected. */
const TRIES = 5;

/** Pid among `pids` that holds the socket with this local port of 127.0.0.1 to `remotePort`; undefined when it is gone. */
export async function ownerOf(
  localPort: number,
  remotePort: number,
  pids: readonly number[],
): Promise<number | undefined> {
  for (let i = 0; i < TRIES; i++) {
    const inode = await inodeOf(localPort, remotePort);
    if (inode === undefined) continue;
    for (const pid of pids) if (await holds(pid, `socket:[${inode}]`)) return pid;
  }
  return undefined;
}

async function inodeOf(localPort: number, remotePort: number): Promise<string | undefined> {
  const lines = (await readFile('/proc/net/tcp', 'utf8')).split('\n').slice(1);
  const [local, remote] = [hexPort(localPort), hexPort(remotePort)];
  for (const line of lines) {
    const [, from, to, , , , , , , inode] = line.trim().split(/\s+/);
    if (from?.endsWith(local) === true && to?.endsWith(remote) === true) return inode;
  }
  return undefined;
}

const hexPort = (port: number): string => `:${port.toString(16).toUpperCase().padStart(4, '0')}`;

async function holds(pid: number, target: string): Promise<boolean> {
  const directory = `/proc/${pid}/fd`;
  const names = await readdir(directory).catch(() => []);
  const targets = await Promise.all(names.map((name) => readlink(`${directory}/${name}`).catch(() => '')));
  return targets.includes(target);
}
