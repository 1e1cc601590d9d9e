import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/** Below the range from which the kernel gives ports to outgoing connections, which could take one away again. */
const [firstPort, lastPort] = [12_000, 29_999];
const triesMax = 100;

/** A port of `host` that was free a moment ago. Where the program under test can listen on port 0, let it. */
export async function freePort(host = '127.0.0.1'): Promise<number> {
  for (let i = 0; i < triesMax; i++) {
    const port = randomInt(firstPort, lastPort + 1);
    if (await isFree(host, port)) return port;
  }
  throw new Error(`Cannot find a free port of ${host} in ${triesMax} tries`);
}

function isFree(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}
