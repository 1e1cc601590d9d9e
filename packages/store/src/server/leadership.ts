/** Handing the leadership on, so that nobody waits for an election (thesis §3.10). */
import type { NodeId } from '../raft/index.js';
import type { Member } from './member.js';

/** Calls `done` when `target` is seen to lead, or with false after `timeoutMs`. */
export function transferLeader(
  member: Pick<Member, 'clock' | 'onLeader' | 'node' | 'poke'>,
  target: NodeId,
  timeoutMs: number,
  done: (moved: boolean) => void,
): void {
  const finish = (moved: boolean): void => {
    timer.cancel();
    forget();
    done(moved);
  };
  const timer = member.clock.setTimeout(() => finish(false), timeoutMs);
  const forget = member.onLeader((leader) => {
    if (leader === target) finish(true);
  });
  member.node.transferLeader(target);
  member.poke();
}

/** On a graceful stop: the leadership goes to the voter that is furthest. */
export async function resignLeadership(member: Member, timeoutMs: number): Promise<void> {
  if (!member.isLeader) return;
  const { progress, confState } = member.node.status();
  const successors = [...progress].filter(
    ([id, p]) => id !== member.id && p.recentActive && confState.voters.includes(id),
  );
  const best = successors.sort(([, a], [, b]) => b.match - a.match)[0];
  if (best === undefined) return;
  await new Promise<void>((resolve) => transferLeader(member, best[0], timeoutMs, () => resolve()));
}
