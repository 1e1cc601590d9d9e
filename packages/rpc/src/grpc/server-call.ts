/**
 * One call on the server: an HTTP/2 stream whose data are messages. It ends once: by a status of its handler, by a
 * refusal of ours, by its deadline, by its client's reset, or with its connection. What a handler does afterwards is
 * without effect.
 */
import { assert } from '@kuorum/base';
import type { CallContext, RpcStatus } from '../call.js';
import type { HeaderField } from '../hpack/tables.js';
import type { Connection } from '../http2/connection.js';
import { GRPC_PREFIX_BYTES } from '../http2/output.js';
import { Stream } from '../http2/stream.js';
import {
  CALL_BYTES,
  CONNECTION_BLOCKED_BYTES,
  CONNECTION_CALL_BYTES_OWN,
  CONNECTION_REQUEST_BYTES,
  SMALL_ANSWER_BYTES,
  STREAM_WINDOW_BYTES,
  UNFINISHED_TIMEOUT_MS,
} from '../limits.js';
import { Code, RpcError, TOO_MANY_REQUESTS } from '../status.js';
import { isWhole, MessageReader, ownBytes } from './message-reader.js';
import type { MethodStats } from './method-stats.js';
import type { MethodEnd, Peer } from './peer.js';

export class ServerCall extends Stream implements CallContext {
  deadlineMs: number | undefined;
  /** Set by the method that serves the call, before anything comes. */
  method: MethodEnd | undefined;
  onRoomAgain: (() => void) | undefined;
  private stats: MethodStats | undefined;
  /** A unary handler that was asked and has not answered: it counts against the connection, even after a reset. */
  busy = false;
  /** Since when something is kept of it that is not with its handler. */
  private unfinishedSinceMs: number | undefined;
  private over = false;
  private paused = false;
  private unread: Buffer[] | undefined;
  /** Of `peer.requestBytes`: those of this call, and of them those of an unfinished message. */
  private requestBytes = 0;
  private keptBytes = 0;
  private readonly callBytes: number;
  private ghost = false;
  private halfClosed = false;
  private reader: MessageReader | undefined;
  private cancelled: (() => void)[] | undefined;

  constructor(
    id: number,
    private readonly connection: Connection,
    private readonly fields: readonly HeaderField[],
    private readonly peer: Peer,
    headerBytes: number,
  ) {
    super(id, connection.sender.initialWindow, STREAM_WINDOW_BYTES);
    this.callBytes = CALL_BYTES + headerBytes;
    peer.callBytes += this.callBytes;
    peer.memory.calls.used += this.callBytes;
  }

  /** With this call there are too many, and it is not one of the few that each connection may have in any case. */
  get excessive(): boolean {
    return this.peer.memory.calls.exceeded && this.peer.callBytes > CONNECTION_CALL_BYTES_OWN;
  }

  /** What a reclaim would free, with since when; undefined = the call is served, and nothing of it is unfinished. */
  get unfinished(): { readonly bytes: number; readonly sinceMs: number } | undefined {
    if (this.requestBytes === 0 || this.busy || this.over) return undefined;
    return { bytes: this.requestBytes, sinceMs: this.unfinishedSinceMs ?? this.peer.nowMs() };
  }

  /** The call is one of this method. */
  countIn(stats: MethodStats): void {
    this.stats = stats;
    stats.started++;
  }

  get ended(): boolean {
    return this.over;
  }

  get peerAddress(): string {
    return this.peer.address;
  }

  get peerCommonName(): string | undefined {
    return this.peer.commonName;
  }

  get reading(): boolean {
    return !this.paused;
  }

  /** Values of names that end in `-bin` are bytes, given as one character each. */
  metadata(name: string): string | undefined {
    const value = this.fields.find((each) => each.name === name)?.value;
    if (value === undefined || !name.endsWith('-bin')) return value;
    return Buffer.from(value, 'base64').toString('latin1');
  }

  onCancel(listener: () => void): void {
    if (this.over) return listener();
    this.cancelled ??= [];
    this.cancelled.push(listener);
  }

  send(message: Uint8Array): boolean {
    if (this.over) return false;
    if (this.stats !== undefined) {
      this.stats.sent++;
      this.stats.sentBytes += message.length;
    }
    this.peer.outputBytes += message.length;
    this.peer.memory.output.used += message.length;
    return this.connection.sender.message(this, message);
  }

  /** The one answer of a call that has been carried out; where there is no room the client learns no outcome. */
  answer(message: Uint8Array): void {
    const { peer } = this;
    const full = peer.outputBytes > CONNECTION_BLOCKED_BYTES || (peer.memory.output.exceeded && !peer.reclaimOutput());
    if (full && message.length > SMALL_ANSWER_BYTES)
      return this.finish(Code.UNAVAILABLE, 'grpc: too many answers wait for clients that do not read them');
    this.send(message);
    this.finish(Code.OK, '');
  }

  /** Its handler ends the call, or there is none; idempotent. */
  finish(code: number, text: string): void {
    this.answered();
    if (this.over) return;
    this.close(code);
    this.connection.sender.finish(this, code, text);
  }

  /** A unary handler is at work no more. */
  answered(): void {
    this.busy = false;
    if (!this.ghost) return;
    this.connection.ghosts--;
    this.ghost = false;
    this.release();
  }

  /** We end the call, whatever its handler is at: it is told that nobody waits any more. */
  refuse({ code, message }: RpcStatus): void {
    if (this.over) return;
    const { cancelled } = this;
    this.close(code);
    this.connection.sender.finish(this, code, message);
    this.tellCancelled(cancelled);
  }

  pause(): void {
    this.paused = true;
  }

  resume(): void {
    this.paused = false;
    this.deliver();
    if (!this.over) this.connection.giveRoom(this);
  }

  expire(): void {
    this.refuse({ code: Code.DEADLINE_EXCEEDED, message: 'Deadline exceeded' });
  }

  /** Bytes of a message that are kept until the call has ended. */
  keep(bytes: number): void {
    this.requestBytes += bytes;
    this.peer.requestBytes += bytes;
    this.peer.memory.requests.used += bytes;
  }

  /** Refuses the call if its request, or a message of it, has not become whole in time. */
  refuseIfSlow(nowMs: number): void {
    const complete = this.remoteClosed || (this.method?.patient === true && this.reader?.unfinished !== true);
    if (this.over || complete) return;
    this.unfinishedSinceMs ??= nowMs;
    if (nowMs - this.unfinishedSinceMs < UNFINISHED_TIMEOUT_MS) return;
    this.refuse({ code: Code.DEADLINE_EXCEEDED, message: 'grpc: the request did not become whole in time' });
  }

  override onData(payload: Buffer, end: boolean): void {
    if (this.over) return;
    try {
      if (payload.length > 0) this.read(payload);
      if (this.requestBytes > 0) this.mustHaveRoom();
      if (end && this.reader?.unfinished === true)
        throw new RpcError(Code.INTERNAL, 'grpc: the request ends in the middle of a message');
    } catch (error) {
      if (!(error instanceof RpcError)) throw error;
      return this.refuse(error);
    }
    if (this.over) return;
    if (!end) {
      if (this.requestBytes > 0) this.unfinishedSinceMs ??= this.peer.nowMs();
      return;
    }
    this.halfClosed = true;
    this.deliver();
  }

  override onReset(): void {
    if (this.over) return;
    const { cancelled } = this;
    this.close(Code.CANCELLED);
    this.tellCancelled(cancelled);
  }

  override onRoom(): void {
    if (!this.over) this.onRoomAgain?.();
  }

  private read(payload: Buffer): void {
    // The usual request is one message in one frame.
    if (this.reader === undefined && isWhole(payload, this.peer.receiveBytesMax)) {
      this.receive(payload.subarray(GRPC_PREFIX_BYTES));
      return;
    }
    this.reader ??= new MessageReader(this.peer.receiveBytesMax, (message) => this.receive(message));
    this.reader.receive(payload);
    if (this.over) return;
    const { reader } = this;
    this.keep(reader.keptBytes - this.keptBytes);
    this.keptBytes = reader.keptBytes;
  }

  /** Throws where there is none for what has just come, be it unfinished, unread or about to be answered. */
  private mustHaveRoom(): void {
    const { peer } = this;
    if (peer.requestBytes <= CONNECTION_REQUEST_BYTES) {
      if (!peer.memory.requests.exceeded || peer.reclaimRequests() || this.over) return;
      if (peer.requestBytes <= peer.requestBytesOwn()) return;
    }
    throw new RpcError(Code.RESOURCE_EXHAUSTED, TOO_MANY_REQUESTS);
  }

  private receive(bytes: Buffer): void {
    if (this.over) return;
    const message = ownBytes(bytes);
    this.unfinishedSinceMs = undefined;
    if (this.stats !== undefined) {
      this.stats.received++;
      this.stats.receivedBytes += message.length;
    }
    if (!this.paused && this.unread === undefined) {
      this.method?.onMessage(message);
      return;
    }
    this.unread ??= [];
    this.unread.push(message);
    this.keep(message.length);
  }

  private deliver(): void {
    while (!this.paused && !this.over) {
      const message = this.unread?.shift();
      if (message === undefined) break;
      this.keep(-message.length);
      this.method?.onMessage(message);
    }
    if (this.paused || this.over) return;
    this.unread = undefined;
    if (!this.halfClosed) return;
    this.halfClosed = false;
    this.method?.onHalfClose();
  }

  private release(): void {
    this.peer.callBytes -= this.callBytes;
    this.peer.memory.calls.used -= this.callBytes;
    this.keep(-this.requestBytes);
  }

  private close(code: number): void {
    assert(!this.over, 'a call ends once');
    this.over = true;
    this.stats?.ended(code);
    this.reader = undefined;
    this.unread = undefined;
    this.cancelled = undefined;
    if (this.deadlineMs !== undefined) this.peer.deadlines.delete(this);
    // Whoever was asked goes on working: no client may have more such work under way than it may have calls.
    if (!this.busy) return this.release();
    this.ghost = true;
    this.connection.ghosts++;
  }

  private tellCancelled(listeners: readonly (() => void)[] | undefined): void {
    for (const listener of listeners ?? []) listener();
  }
}
