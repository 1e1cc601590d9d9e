/** `/healthz` of components that have no server of their own: 200 while `healthy()`, else 503 with the reason. */
import { createServer } from 'node:http';

export interface HealthServer {
  readonly address: string;
  close(): Promise<void>;
}

/** Listens on `host:port`. `reason` gives undefined while all is well. */
export async function serveHealthz(listen: string, reason: () => string | undefined): Promise<HealthServer> {
  const { host, port } = splitHostPort(listen, '--healthz');
  const server = createServer((request, response) => {
    const known = ['/healthz', '/livez', '/readyz'].includes(request.url ?? '');
    const why = known ? reason() : 'not found';
    response.writeHead(!known ? 404 : why === undefined ? 200 : 503, { 'content-type': 'text/plain' });
    response.end(`${why ?? 'ok'}\n`);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) =>
      reject(new Error(`Cannot listen on ${listen} for /healthz: ${error.message}`, { cause: error })),
    );
    server.listen(port, host, resolve);
  });
  const bound = server.address();
  return {
    address: bound !== null && typeof bound === 'object' ? `${host}:${bound.port}` : listen,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Splits `127.0.0.1:8080`; throws with the flag's name when it is not that. */
export function splitHostPort(text: string, flag: string): { host: string; port: number } {
  const match = /^(.+):(\d{1,5})$/.exec(text);
  const port = Number(match?.[2]);
  if (match === null || port > 65_535) throw new Error(`Cannot read ${flag}: ${JSON.stringify(text)} is not HOST:PORT`);
  return { host: (match[1] as string).replace(/^\[(.*)\]$/, '$1'), port };
}
