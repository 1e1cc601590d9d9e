/**
 * Addresses for pods that are processes of this machine: Linux answers all of 127.0.0.0/8, so each pod can have one of
 * its own and every pod may listen on the same port. Drawn from 127.64.0.0 to 127.95.255.255 by the pod's uid, away
 * from node addresses (127.0.1.x) and from service addresses (127.96.0.0/16); an address on which somebody listens
 * on one of the pod's ports is passed over, whoever that is.
 */
import { createHash } from 'node:crypto';
import { createServer } from 'node:net';

const firstOctet = 64;
const octets = 32;
const attemptsMax = 50;

export async function chooseAddress(
  uid: string,
  ports: readonly number[],
  taken: ReadonlySet<string>,
): Promise<string> {
  // Elsewhere only 127.0.0.1 answers: pods share it, and ports decide.
  if (process.platform !== 'linux') return '127.0.0.1';
  for (let attempt = 0; attempt < attemptsMax; attempt++) {
    const address = candidate(uid, attempt);
    if (!taken.has(address) && (await isFree(address, ports))) return address;
  }
  throw new Error(`Cannot find a free loopback address for pod ${uid} in ${attemptsMax} attempts`);
}

function candidate(uid: string, attempt: number): string {
  const hash = createHash('sha256').update(`${uid}/${attempt}`).digest();
  const [a = 0, b = 0, c = 0] = hash;
  return `127.${firstOctet + (a % octets)}.${b}.${1 + (c % 254)}`;
}

async function isFree(address: string, ports: readonly number[]): Promise<boolean> {
  for (const port of ports) if (!(await canListen(address, port))) return false;
  return true;
}

function canListen(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(true)));
  });
}
