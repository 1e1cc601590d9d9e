// The echo server of deploy/samples: says which pod on which node answered, and how many requests that pod has had.
// Listens on $PORT (8080) at $HOST (every address). As PID 1 it must end on SIGTERM by itself: nothing else would do it.
import { createServer } from 'node:http';
import { hostname } from 'node:os';

const { PORT = '8080', HOST = '0.0.0.0', POD_NAME = process.env.HOSTNAME ?? hostname() } = process.env;
const { POD_NAMESPACE: namespace = '', NODE_NAME: node = '', POD_IP = '' } = process.env;
let requests = 0;

const server = createServer((request, response) => {
  const path = (request.url ?? '/').split('?')[0];
  if (path === '/healthz') {
    response.writeHead(200, { 'content-type': 'text/plain' }).end('ok\n');
    return;
  }
  requests++;
  // What the pod was not told it sees by what it was reached at.
  const ip = POD_IP || request.socket.localAddress;
  response.writeHead(path === '/' ? 200 : 404, { 'content-type': 'application/json' });
  response.end(`${JSON.stringify({ pod: POD_NAME, namespace, node, ip, requests })}\n`);
});

// A request that has begun is answered; then the process ends at once.
function stop(signal) {
  console.log(`echo: ${signal}, stopping after ${requests} requests`);
  server.close(() => process.exit(0));
  server.closeIdleConnections();
  setTimeout(() => process.exit(0), 1000).unref();
}
process.on('SIGTERM', () => stop('SIGTERM'));
process.on('SIGINT', () => stop('SIGINT'));

server.on('error', (error) => {
  console.error(`echo: ${error.message}`);
  process.exit(1);
});
server.listen(Number(PORT), HOST, () => console.log(`echo: ${POD_NAME} listens on ${HOST}:${PORT}`));
