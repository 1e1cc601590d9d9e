/**
 * Holds the messages that only tell a follower how far the log is committed. The next entries tell it too, and a client that
 * puts one thing after the other sends its next put within a fraction of a millisecond. Otherwise every put costs each follower
 * two messages, each with its answer, where one does.
 *
 * To Raft a message that is held is one that the network delays, and one that is left out is one that it lost. What
 * somebody waits for is not held: a member that passed a proposal on hears at once that it is committed, and whatever else goes
 * to a member (the answer to its ReadIndex, a heartbeat) takes along what is held for it.
 *
 * Invariants: nothing is held for longer than {@link COMMIT_NOTICE_MS}; at most one message a member is held, the newest.
 */
import type { Clock, Timer } from '@kuorum/base';
import type { AppMessage, Message, NodeId } from '../raft/index.js';
import { COMMIT_NOTICE_MS } from './limits.js';

interface Held {
  readonly notice: AppMessage;
  readonly sinceMs: number;
}

export class CommitNotices {
  private readonly held = new Map<NodeId, Held>();
  /** Who passed proposals on, and the index up to which it waits. */
  private readonly awaited = new Map<NodeId, number>();
  private timer: Timer | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly send: (to: NodeId, messages: readonly Message[]) => void,
  ) {}

  /** Proposals came from `from`; the log ends at `lastIndex` with them. */
  awaits(from: NodeId, lastIndex: number): void {
    this.awaited.set(from, lastIndex);
  }

  /** What is to go out to `to` now, given what the core wants to send it. */
  dueOf(to: NodeId, messages: readonly Message[]): readonly Message[] {
    const held = this.held.get(to);
    const [only] = messages;
    if (messages.length === 1 && only?.type === 'app' && only.entries.length === 0 && !this.isAwaited(only)) {
      this.held.set(to, { notice: only, sinceMs: held?.sinceMs ?? this.clock.monotonic() });
      this.timer ??= this.clock.setTimeout(() => this.sendOld(), COMMIT_NOTICE_MS);
      return [];
    }
    if (held === undefined) return messages;
    this.held.delete(to);
    return messages.some(({ type }) => type === 'app') ? messages : [held.notice, ...messages];
  }

  /** The way to `to` is about to end: what it was to hear, it hears now. It may be the news that the member was removed. */
  endOf(to: NodeId): void {
    const held = this.held.get(to);
    this.held.delete(to);
    this.awaited.delete(to);
    if (held !== undefined) this.send(to, [held.notice]);
  }

  close(): void {
    this.timer?.cancel();
    this.held.clear();
    this.awaited.clear();
  }

  private isAwaited({ to, commit }: AppMessage): boolean {
    const index = this.awaited.get(to);
    if (index === undefined) return false;
    if (commit >= index) this.awaited.delete(to);
    return true;
  }

  private sendOld(): void {
    this.timer = undefined;
    const nowMs = this.clock.monotonic();
    let nextMs = Infinity;
    for (const [to, { notice, sinceMs }] of [...this.held]) {
      const leftMs = sinceMs + COMMIT_NOTICE_MS - nowMs;
      if (leftMs > 0) {
        nextMs = Math.min(nextMs, leftMs);
        continue;
      }
      this.held.delete(to);
      this.send(to, [notice]);
    }
    if (this.held.size > 0) this.timer = this.clock.setTimeout(() => this.sendOld(), nextMs);
  }
}
