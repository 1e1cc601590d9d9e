import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/** Below those that the kernel gives to outgoing connections: one of them could take the port of a member that is down. */
const [FIRST, LAST] = [12_000, 29_999];

/** So many different ports of 127.0.0.1 that were free a moment ago. */
export async function freePorts(count) {
  const servers = [];
  while (servers.length < count) {
    const server = await listen(randomInt(FIRST, LAST + 1));
    if (server !== undefined) servers.push(server);
  }
  const ports = servers.map((server) => server.address().port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

function listen(port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => resolve(server));
  });
}
