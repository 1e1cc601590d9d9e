/**
 * Listens on one address of a service and hands each connection to a ready pod. When another process has the address,
 * or the machine does not have it yet, the listener stands by and tries again: of several proxies on one machine the
 * first serves, and when it ends another takes over.
 */
import { createServer, type Server, type Socket } from 'node:net';
import { type Clock, type Prng, type Timer } from '@kuorum/base';
import type { Logger } from '@kuorum/base/node';
import { Balancer } from './balancer.js';
import { Connection } from './connection.js';
import { connectionsPerListenerMax, refusedRestMs, standbyRetryMs } from './limits.js';
import type { Endpoint, ListenerSpec } from './plan.js';

export interface ListenerContext {
  readonly logger: Logger;
  readonly clock: Clock;
  readonly prng: Prng;
}

export type ListenerState = 'binding' | 'listening' | 'standby' | 'stopped';

export class Listener {
  private readonly balancer: Balancer;
  private readonly connections = new Set<Connection>();
  private readonly logger: Logger;
  private server: Server | undefined;
  private retryTimer: Timer | undefined;
  private current: ListenerState = 'binding';
  private onDrained: (() => void) | undefined;

  constructor(
    private readonly spec: ListenerSpec,
    private readonly context: ListenerContext,
  ) {
    this.logger = context.logger.child({ address: spec.id });
    this.balancer = new Balancer(refusedRestMs, context.prng.int(1024));
    this.balancer.update(spec.endpoints);
  }

  get state(): ListenerState {
    return this.current;
  }

  /** Connections under way. */
  get connectionCount(): number {
    return this.connections.size;
  }

  /** Resolves when it listens or stands by. */
  start(): Promise<void> {
    return new Promise((resolve) => this.bind(resolve));
  }

  /** For connections from now on; those that are under way stay where they are. */
  update(endpoints: readonly Endpoint[]): void {
    this.balancer.update(endpoints);
  }

  /** Takes no new connections, at once; resolves when those under way have ended, which after `drainMs` they must. */
  async stop(drainMs: number): Promise<void> {
    this.current = 'stopped';
    this.retryTimer?.cancel();
    this.server?.close();
    if (this.connections.size === 0) return;
    const timer = this.context.clock.setTimeout(() => this.destroyConnections(), drainMs);
    await new Promise<void>((resolve) => (this.onDrained = resolve));
    timer.cancel();
  }

  private destroyConnections(): void {
    this.logger.warn({ connections: this.connections.size }, 'ended connections that did not finish in time');
    for (const connection of this.connections) connection.destroy();
  }

  private bind(onOutcome: () => void): void {
    const server = createServer({ allowHalfOpen: true }, (socket) => this.onConnection(socket));
    this.server = server;
    server.maxConnections = connectionsPerListenerMax;
    server.on('drop', () => this.logger.warn({ max: connectionsPerListenerMax }, 'connection refused: too many'));
    server.on('error', (error: NodeJS.ErrnoException) => {
      if (this.current === 'stopped') return onOutcome();
      // Once is enough in the log: the tries repeat until the address is free.
      if (this.current !== 'standby') this.logger.info({ code: error.code }, 'cannot listen; standing by');
      this.current = 'standby';
      this.retryTimer = this.context.clock.setTimeout(() => this.bind(() => undefined), standbyRetryMs);
      onOutcome();
    });
    server.listen({ host: this.spec.host, port: this.spec.port, exclusive: true }, () => {
      if (this.current === 'stopped') server.close();
      else {
        this.logger.info({ endpoints: this.balancer.size }, 'listening');
        this.current = 'listening';
      }
      onOutcome();
    });
  }

  private onConnection(socket: Socket): void {
    const connection = new Connection(socket, this.balancer, this.context.clock, () => {
      this.connections.delete(connection);
      if (this.connections.size === 0) this.onDrained?.();
    });
    this.connections.add(connection);
  }
}
