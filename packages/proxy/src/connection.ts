/**
 * One client connection and the endpoint that serves it. Until an endpoint has accepted, nothing of what the client sent
 * has gone anywhere, so a refusal is answered by trying the next endpoint. After that bytes only pass through: repeating
 * what a pod may already have acted on is for the client to decide. Each direction ends on its own (half-close).
 */
import { connect, type Socket } from 'node:net';
import type { Clock } from '@kuorum/base';
import type { Balancer } from './balancer.js';
import { connectAttemptsMax, connectTimeoutMs, keepAliveDelayMs } from './limits.js';
import type { Endpoint } from './plan.js';

/** Carries `client` to an endpoint. `onEnd` is called once, when both sockets are closed. */
export class Connection {
  private backend: Socket | undefined;

  constructor(
    private readonly client: Socket,
    private readonly balancer: Balancer,
    private readonly clock: Clock,
    private readonly onEnd: () => void,
  ) {
    client.setNoDelay(true);
    client.setKeepAlive(true, keepAliveDelayMs);
    // A reset by the client: its close event does the rest.
    client.on('error', () => undefined);
    client.on('close', (hadError) => this.onClientClose(hadError));
    this.tryNext(balancer.candidates(clock.monotonic()).slice(0, connectAttemptsMax));
  }

  /** Ends it at once, in both directions. */
  destroy(): void {
    this.client.destroy();
    this.backend?.destroy();
  }

  private tryNext(candidates: readonly Endpoint[]): void {
    const [endpoint, ...others] = candidates;
    if (endpoint === undefined) {
      this.backend = undefined;
      this.client.resetAndDestroy();
    } else if (this.balancer.has(endpoint)) this.tryOne(endpoint, others);
    else this.tryNext(others);
  }

  private tryOne(endpoint: Endpoint, others: readonly Endpoint[]): void {
    const { client, clock, balancer } = this;
    const backend = connect({ host: endpoint.ip, port: endpoint.port, allowHalfOpen: true });
    this.backend = backend;
    let connected = false;
    const timer = clock.setTimeout(() => backend.destroy(), connectTimeoutMs);
    backend.on('error', () => undefined);
    backend.on('connect', () => {
      timer.cancel();
      connected = true;
      balancer.accepted(endpoint);
      this.join(backend);
    });
    backend.on('close', (hadError) => {
      timer.cancel();
      if (client.destroyed) this.onEnd();
      // After its end-of-data a reset only says that it reads no more: what it sent must still arrive.
      else if (connected) end(client, hadError && !backend.readableEnded);
      else {
        balancer.refused(endpoint, clock.monotonic());
        this.tryNext(others);
      }
    });
  }

  private join(backend: Socket): void {
    const { client } = this;
    backend.setNoDelay(true);
    backend.setKeepAlive(true, keepAliveDelayMs);
    client.pipe(backend);
    backend.pipe(client);
  }

  private onClientClose(hadError: boolean): void {
    const { backend } = this;
    if (backend === undefined || backend.destroyed) this.onEnd();
    else if (backend.connecting) backend.destroy();
    else end(backend, hadError);
  }
}

/** Passes the end of one side on to the other: a reset as a reset, a close after what is still to be written. */
function end(socket: Socket, hadError: boolean): void {
  if (hadError) socket.resetAndDestroy();
  else socket.destroySoon();
}
