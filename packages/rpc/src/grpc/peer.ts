/** What a call knows of its surroundings: the connection that it came by, and the method that serves it. */
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { ServerMemory } from '../budget.js';
import type { ServerCall } from './server-call.js';

/** What all connections of one server share. */
export interface PeerServer {
  readonly receiveBytesMax: number;
  readonly memory: ServerMemory;
  /** Whoever has a deadline. */
  readonly deadlines: Set<ServerCall>;
  nowMs(): number;
  /** Gives up unfinished requests of any connection; false = there is no room for more. */
  reclaimRequests(): boolean;
  /** What requests of one connection may keep in any case, whatever the others do. */
  requestBytesOwn(): number;
  /** Cuts off clients that have not read for long; false = there is no room for more answers. */
  reclaimOutput(): boolean;
}

/** What all calls of one connection share. What it keeps is counted here and in the budgets of the server. */
export interface Peer extends PeerServer {
  readonly address: string;
  readonly commonName: string | undefined;
  /** Kept by headers and objects of the connection's calls. */
  callBytes: number;
  /** Kept by requests of the connection that are unfinished, unread or being answered. */
  requestBytes: number;
  /** Given to be sent and, when it was last looked at, not taken by the socket. */
  outputBytes: number;
}

/** A method's end of a call: encoded messages. */
export interface MethodEnd {
  onMessage(message: Buffer): void;
  onHalfClose(): void;
  /** Its client may send messages whenever it likes, and for as long. */
  readonly patient: boolean;
}

export function peerOf(socket: Socket, owner: PeerServer): Peer {
  const certificate = socket instanceof TLSSocket && socket.authorized ? socket.getPeerCertificate() : undefined;
  // A list when there are more than one; the last counts, as in Go. Node gives an empty object when there is no certificate.
  const names: string | string[] | undefined = certificate?.subject?.CN;
  return {
    address: `${socket.remoteAddress ?? ''}:${socket.remotePort ?? 0}`,
    commonName: [names ?? []].flat().at(-1),
    receiveBytesMax: owner.receiveBytesMax,
    deadlines: owner.deadlines,
    memory: owner.memory,
    nowMs: () => owner.nowMs(),
    reclaimRequests: () => owner.reclaimRequests(),
    requestBytesOwn: () => owner.requestBytesOwn(),
    reclaimOutput: () => owner.reclaimOutput(),
    callBytes: 0,
    requestBytes: 0,
    outputBytes: 0,
  };
}
