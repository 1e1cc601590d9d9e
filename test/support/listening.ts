/** Which addresses processes listen on, as Linux tells it. */
import { readdir, readFile, readlink } from 'node:fs/promises';

/** Addresses in the kernel's hexadecimal, `ADDRESS:PORT`; 127.0.0.1 is 0100007F. */
export async function listeningAddresses(pids: readonly number[]): Promise<string[]> {
  const inodes = new Set((await Promise.all(pids.map(socketsOf))).flat());
  const tables = await Promise.all(['tcp', 'tcp6'].map((name) => readFile(`/proc/net/${name}`, 'utf8')));
  return tables
    .flatMap((text) => text.trim().split('\n').slice(1))
    .map((line) => line.trim().split(/\s+/))
    .filter(([, , , state, , , , , , inode]) => state === listenState && inodes.has(inode ?? ''))
    .map(([, local = '']) => local);
}

/** Whether nobody but this machine reaches it: 127.0.0.0/8, alone or mapped into IPv6, or ::1. */
export function isLoopback(address: string): boolean {
  return /^(?:0{16}F{4}0{4})?[0-9A-F]{6}7F:/.test(address) || /^0{24}01000000:/.test(address);
}

const listenState = '0A';

async function socketsOf(pid: number): Promise<string[]> {
  const names = await readdir(`/proc/${pid}/fd`);
  const targets = await Promise.all(names.map((name) => readlink(`/proc/${pid}/fd/${name}`).catch(() => '')));
  return targets.flatMap((target) => /^socket:\[(\d+)\]$/.exec(target)?.[1] ?? []);
}
