/** What a call knows of its surroundings: the connection that it came by, and the method that serves it. */
import type { ServerMemory } from '../budget.js';
import type { ServerCall } from './server-call.js';

/** What all calls of one connection share. What it keeps is counted here and in the budgets of the server. */
export interface Peer {
  readonly address: string;
  readonly commonName: string | undefined;
  readonly receiveBytesMax: number;
  readonly memory: ServerMemory;
  nowMs(): number;
  /** Gives up unfinished requests of any connection; false = there is no room for more. */
  reclaimRequests(): boolean;
  /** Cuts off clients that have not read for long; false = there is no room for more answers. */
  reclaimOutput(): boolean;
  /** Kept by headers and objects of the connection's calls. */
  callBytes: number;
  /** Kept by requests of the connection that are unfinished, unread or being answered. */
  requestBytes: number;
  /** Given to be sent and, when it was last looked at, not taken by the socket. */
  outputBytes: number;
  /** Whoever has a deadline. */
  readonly deadlines: Set<ServerCall>;
}

/** A method's end of a call: encoded messages. */
export interface MethodEnd {
  onMessage(message: Buffer): void;
  onHalfClose(): void;
  /** Its client may send messages whenever it likes, and for as long. */
  readonly patient: boolean;
}
