/**
 * The answer to a request for an upgrade that is refused. HTTP's server has let go of such a connection, so nobody else ends it:
 * once the answer is out its reader has a moment to take it, whatever he does with his side.
 */
import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { systemClock, type Clock } from '@kuorum/base';
import { streamLastWordMs } from './limits.js';

export function refuseUpgrade(socket: Duplex, code: number, text: string, clock: Clock = systemClock): void {
  const body = `${text}\n`;
  const timer = clock.setTimeout(() => socket.destroy(), streamLastWordMs);
  socket.once('close', () => timer.cancel());
  socket.on('error', () => undefined);
  // What still comes is dropped; closing with something unread would reset the connection and may lose the answer.
  socket.resume();
  socket.end(
    `HTTP/1.1 ${code} ${STATUS_CODES[code] ?? ''}\r\nContent-Type: text/plain; charset=utf-8\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}
