/**
 * Connections that turned out to speak HTTP/1.1, given to a server of Node's that did not accept them itself: such a
 * server keeps no list of them and does not enforce its own timeouts of requests, so that is done here.
 */
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { HTTP_IDLE_TIMEOUT_MS } from './limits.js';

export class HttpSockets {
  /** Since when no request has been read; undefined = one is being answered. */
  private readonly idleSinceMs = new Map<Socket, number | undefined>();

  constructor(
    private readonly server: Server,
    private readonly nowMs: () => number,
  ) {
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      const { socket } = request;
      if (!this.idleSinceMs.has(socket)) return;
      this.idleSinceMs.set(socket, undefined);
      response.once('close', () => {
        if (this.idleSinceMs.has(socket)) this.idleSinceMs.set(socket, nowMs());
      });
    });
  }

  add(socket: Socket): boolean {
    this.idleSinceMs.set(socket, this.nowMs());
    socket.once('close', () => this.idleSinceMs.delete(socket));
    return this.server.emit('connection', socket);
  }

  *idle(): Iterable<{ readonly sinceMs: number; close(): void }> {
    for (const [socket, sinceMs] of this.idleSinceMs)
      if (sinceMs !== undefined) yield { sinceMs, close: () => socket.destroy() };
  }

  sweep(): void {
    const nowMs = this.nowMs();
    for (const each of this.idle()) if (nowMs - each.sinceMs > HTTP_IDLE_TIMEOUT_MS) each.close();
  }

  destroy(): void {
    for (const socket of [...this.idleSinceMs.keys()]) socket.destroy();
  }
}
