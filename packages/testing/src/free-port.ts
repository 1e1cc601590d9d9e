import { randomInt } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Below the range from which the kernel gives ports to outgoing connections, which could take one away again. */
const [firstPort, lastPort] = [12_000, 29_999];
const triesMax = 100;
/**
 * One file a port that was given out, with the id of the process that has it. A port is free until whom it was given to
 * listens, and again while a member is down; without these files two tests were given the same one now and then.
 */
const reservations = join(tmpdir(), 'kuorum-test-ports');
const own = new Set<string>();

/**
 * A port of `host` that was free a moment ago and is this process's until it ends: no other call gives it, neither here nor in
 * a test that runs beside. Where the program under test can listen on port 0, let it.
 */
export async function freePort(host = '127.0.0.1'): Promise<number> {
  for (let i = 0; i < triesMax; i++) {
    const port = randomInt(firstPort, lastPort + 1);
    if (reserve(port) && (await isFree(host, port))) return port;
  }
  throw new Error(`Cannot find a free port of ${host} in ${triesMax} tries`);
}

function reserve(port: number): boolean {
  if (own.size === 0) {
    mkdirSync(reservations, { recursive: true });
    process.once('exit', () => {
      for (const file of own) rmSync(file, { force: true });
    });
  }
  const file = join(reservations, String(port));
  if (isTaken(file)) return false;
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
  } catch {
    // Another process was faster.
    return false;
  }
  own.add(file);
  return true;
}

/** A reservation of a process that ended without tidying up, as killed ones do, is taken away. */
function isTaken(file: string): boolean {
  let owner: number;
  try {
    owner = Number(readFileSync(file, 'utf8'));
  } catch {
    return false;
  }
  try {
    process.kill(owner, 0);
    return true;
  } catch {
    rmSync(file, { force: true });
    return false;
  }
}

function isFree(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}
