/** Stand-ins for pods and clients, on real sockets. */
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { Endpoint } from '@kuorum/proxy';
import type { Cleanup } from '@kuorum/testing';

export interface FakePod {
  readonly name: string;
  readonly endpoint: Endpoint;
  readonly sockets: Set<Socket>;
  /** Stops listening; connections stay. */
  close(): void;
}

/** Answers each line with `<name>: <line>`, and what comes after the client's end with `<name>: end`. */
export async function startPod(cleanup: Cleanup, name: string): Promise<FakePod> {
  const sockets = new Set<Socket>();
  const server: Server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    socket.setEncoding('utf8');
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    socket.on('data', (text: string) => socket.write(`${name}: ${text}`));
    socket.on('end', () => socket.end(`${name}: end\n`));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanup.add(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  const { port } = server.address() as AddressInfo;
  return { name, endpoint: { ip: '127.0.0.1', port }, sockets, close: () => void server.close() };
}

export interface Client {
  /** Everything received. */
  text: string;
  state: 'open' | 'closed' | 'reset' | 'refused';
  send(text: string): void;
  end(): void;
  destroy(): void;
}

export function openClient(cleanup: Cleanup, host: string, port: number): Client {
  const socket = connect({ host, port, allowHalfOpen: true });
  const client: Client = {
    text: '',
    state: 'open',
    send: (text) => void socket.write(text),
    end: () => void socket.end(),
    destroy: () => void socket.destroy(),
  };
  socket.setEncoding('utf8');
  socket.on('data', (text: string) => (client.text += text));
  socket.on('error', (error: NodeJS.ErrnoException) => {
    client.state = error.code === 'ECONNREFUSED' ? 'refused' : 'reset';
  });
  socket.on('end', () => socket.end());
  socket.on('close', () => {
    if (client.state === 'open') client.state = 'closed';
  });
  cleanup.add(() => socket.destroy());
  return client;
}

/** One line there and back: gives the answer, or how the connection ended. */
export function ask(cleanup: Cleanup, host: string, port: number, line = 'hello'): Promise<string> {
  return new Promise((resolve) => {
    const client = connect({ host, port });
    cleanup.add(() => client.destroy());
    client.setEncoding('utf8');
    client.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'error'));
    client.on('close', () => resolve('closed'));
    client.on('data', (text: string) => {
      resolve(text.trim());
      client.destroy();
    });
    client.write(`${line}\n`);
  });
}
