/** `kuorum port-forward`: ports of this machine that lead to ports of a pod. */
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { pipeline } from 'node:stream/promises';
import type { Pod, Service } from '@kuorum/api';
import type { ApiClient } from '@kuorum/client';
import type { Command } from 'commander';
import { CliError, describeError } from '../errors.js';
import { forwardedConnectionsMax } from '../limits.js';
import { clientCommand, type ClientOptions } from './client-command.js';
import { processEnv, type Env } from './env.js';
import { findPod, type Target } from './find-pod.js';

interface PortForwardCommandOptions extends ClientOptions {
  readonly address: string[];
}

export interface ForwardedPort {
  /** 0: any that is free. */
  readonly local: number;
  /** Of the pod. */
  readonly remote: number;
}

export function portForwardCommand(env: Env = processEnv): Command {
  return clientCommand('port-forward', 'Make ports of a pod reachable on this machine')
    .argument('<target>', 'POD, or TYPE/NAME such as service/web or deploy/web for one of its pods')
    .argument('<ports...>', '[LOCAL:]REMOTE, a number or a name; :REMOTE takes any local port that is free')
    .option('--address <addresses>', 'addresses of this machine to listen on, with commas', splitList, ['localhost'])
    .action((target: string, ports: string[], options: PortForwardCommandOptions) =>
      portForward(env, target, ports, options),
    );
}

function splitList(text: string): string[] {
  return text.split(',').filter((part) => part !== '');
}

async function portForward(
  env: Env,
  target: string,
  ports: string[],
  options: PortForwardCommandOptions,
): Promise<void> {
  await env.withClient(options, async (client) => {
    const found = await findPod(env, client, options.namespace ?? 'default', target, 'forward ports of');
    const { pod } = found;
    if (pod.status.phase !== 'Running') {
      throw new CliError(`unable to forward port because pod is not running. Current status=${pod.status.phase}`);
    }
    const wanted = ports.map((port) => parsePort(port, found));
    const forwarder = new Forwarder(env, client, pod);
    try {
      for (const port of wanted) await forwarder.listen(options.address, port);
      await env.interrupted();
    } finally {
      forwarder.close();
    }
  });
}

class Forwarder {
  private readonly servers: Server[] = [];
  private readonly sockets = new Set<Socket>();

  constructor(
    private readonly env: Env,
    private readonly client: ApiClient,
    private readonly pod: Pod,
  ) {}

  /** `localhost` is both of its addresses, as far as this machine has them, on one port. */
  async listen(addresses: readonly string[], port: ForwardedPort): Promise<void> {
    let { local } = port;
    const failures: string[] = [];
    let listening = 0;
    for (const address of addresses) {
      for (const host of address === 'localhost' ? ['127.0.0.1', '::1'] : [address]) {
        try {
          local = await this.listenOn(host, local, port.remote);
          listening++;
        } catch (error) {
          failures.push(`unable to listen on ${hostPort(host, local)}: ${messageOf(error)}`);
          if (address !== 'localhost') throw new CliError(failures.join('; '));
        }
      }
    }
    if (listening === 0) throw new CliError(failures.join('; '));
  }

  close(): void {
    for (const server of this.servers) server.close();
    for (const socket of this.sockets) socket.destroy();
  }

  private async listenOn(host: string, local: number, remote: number): Promise<number> {
    const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => this.accept(socket, remote));
    server.maxConnections = forwardedConnectionsMax;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ host, port: local, ...(host === '::1' ? { ipv6Only: true } : {}) }, resolve);
    });
    this.servers.push(server);
    const { port } = server.address() as AddressInfo;
    this.env.out(`Forwarding from ${hostPort(host, port)} -> ${remote}`);
    return port;
  }

  private accept(socket: Socket, remote: number): void {
    this.sockets.add(socket);
    socket.once('close', () => this.sockets.delete(socket));
    // It may end before there is anything that it is joined with.
    socket.on('error', () => undefined);
    this.env.out(`Handling connection for ${socket.localPort}`);
    this.carry(socket, remote).catch((error: unknown) => {
      socket.destroy();
      this.env.err(describeError(error));
    });
  }

  /** Each side may end before the other one does. A connection that breaks is told, and the others go on. */
  private async carry(socket: Socket, port: number): Promise<void> {
    const { namespace, name } = this.pod.metadata;
    const gone = new AbortController();
    const onClose = (): void => gone.abort();
    socket.once('close', onClose);
    const connection = await this.client.pods.portForward({ namespace, name, port, signal: gone.signal });
    socket.off('close', onClose);
    let failure: Error | undefined;
    connection.on('error', (error) => (failure ??= error));
    const [out, back] = await Promise.allSettled([pipeline(socket, connection), pipeline(connection, socket)]);
    if (out.status === 'fulfilled' && back.status === 'fulfilled') return;
    connection.destroy();
    // That somebody here hangs up is nothing to tell.
    if (failure !== undefined && !isLocal(failure)) throw failure;
    socket.destroy();
  }
}

function isLocal(error: Error): boolean {
  const { code = '' } = error as NodeJS.ErrnoException & { code?: unknown };
  return typeof code === 'string' && /^(ECONN|EPIPE|ERR_STREAM)/.test(code);
}

/** `8080:80`, `80`, `:80`, `http`: the port of a service leads to the one of the pod that it is for. */
export function parsePort(text: string, target: Target): ForwardedPort {
  const [first = '', second, ...more] = text.split(':');
  const remoteText = second ?? first;
  if (remoteText === '' || more.length > 0) {
    throw new CliError(`Cannot read port ${JSON.stringify(text)}: write REMOTE, LOCAL:REMOTE or :REMOTE`);
  }
  const remote = remotePort(remoteText, target);
  if (second === undefined) return { local: /^\d+$/.test(first) ? portNumber(first) : remote, remote };
  return { local: first === '' ? 0 : portNumber(first), remote };
}

function remotePort(text: string, { info, object, pod }: Target): number {
  if (info.kind !== 'Service') return /^\d+$/.test(text) ? portNumber(text) : namedPort(text, pod);
  const { metadata, spec } = object as Service;
  const found = spec.ports.find(({ name, port }) => (/^\d+$/.test(text) ? port === Number(text) : name === text));
  if (found === undefined) {
    const has = spec.ports.map(({ name, port }) => (name === '' ? String(port) : `${port} (${name})`)).join(', ');
    throw new CliError(`service ${metadata.name} does not have a port ${text}: it has ${has}`);
  }
  const { targetPort = found.port } = found;
  if (typeof targetPort === 'number') return targetPort === 0 ? found.port : targetPort;
  return /^\d+$/.test(targetPort) ? Number(targetPort) : namedPort(targetPort, pod);
}

function namedPort(name: string, pod: Pod): number {
  const ports = pod.spec.containers.flatMap((container) => container.ports);
  const found = ports.find((port) => port.name === name);
  if (found !== undefined) return found.containerPort;
  const names = ports.map((port) => port.name).filter((each) => each !== '');
  const has = names.length === 0 ? 'it names none' : `it has ${names.join(', ')}`;
  throw new CliError(`pod ${pod.metadata.name} does not have a port named ${JSON.stringify(name)}: ${has}`);
}

function portNumber(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port >= 1 && port <= 65_535) return port;
  throw new CliError(`Cannot read port ${JSON.stringify(text)}: it must be 1 to 65535`);
}

function hostPort(host: string, port: number): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
