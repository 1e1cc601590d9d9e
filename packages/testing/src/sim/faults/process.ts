/** Processes that die, at any moment or at a named one, come back, or stand still. */
import { mustGet } from '@kuorum/base';
import type { MessageType } from '@kuorum/store/raft';
import { crashPoints } from '../crash-points.js';
import type { Nemesis } from '../nemesis.js';
import type { SimMember } from '../sim-member.js';
import type { Fault } from './fault.js';

/** Longer than an election timeout and than most leases. */
const PAUSE_MS_MAX = 900;
const ROLL_MS_MAX = 300;
/** Promises: right after one is the worst moment to forget it. */
const promises: readonly MessageType[] = ['vote', 'voteResp', 'preVoteResp', 'app', 'appResp', 'snap', 'heartbeat'];

export const processFaults = [
  { name: 'crash', weight: 14, inject: (nemesis) => nemesis.crash(nemesis.anyRunning()) },
  { name: 'crashLeader', weight: 8, inject: (nemesis) => nemesis.crash(nemesis.cluster.leader) },
  { name: 'crashAll', weight: 2, inject: (nemesis) => nemesis.cluster.running.map((m) => nemesis.crash(m)).length > 0 },
  { name: 'restart', weight: 30, inject: restart },
  { name: 'bounce', weight: 10, inject: (nemesis) => nemesis.bounce() },
  { name: 'bounceAfterMessage', weight: 10, inject: bounceAfterMessage },
  { name: 'crashAtPoint', weight: 14, inject: crashAtPoint },
  { name: 'pause', weight: 8, inject: (nemesis) => pause(nemesis, nemesis.anyRunning()) },
  { name: 'pauseLeader', weight: 2, inject: (nemesis) => pause(nemesis, nemesis.cluster.leader) },
  { name: 'rollingRestart', weight: 2, inject: rollingRestart },
] as const satisfies readonly Fault[];

function restart(nemesis: Nemesis): boolean {
  const { cluster } = nemesis;
  const down = [...cluster.members.values()].filter((member) => !member.isRunning && !nemesis.isLost(member));
  const member = down[cluster.prng.int(Math.max(1, down.length))];
  return member !== undefined && cluster.start(member);
}

function bounceAfterMessage(nemesis: Nemesis): boolean {
  const { cluster } = nemesis;
  const type = mustGet(promises[cluster.prng.int(promises.length)], 'a type of message');
  cluster.whenSent.set(nemesis.anyId(), { type, act: (member) => nemesis.bounce(member) });
  return true;
}

function crashAtPoint(nemesis: Nemesis): boolean {
  const member = nemesis.anyRunning();
  if (member === undefined) return false;
  member.crashAt = crashPoints[nemesis.cluster.prng.int(crashPoints.length)];
  return true;
}

function pause(nemesis: Nemesis, member: SimMember | undefined): boolean {
  if (member === undefined || member.paused) return false;
  member.pause();
  nemesis.afterUpTo(PAUSE_MS_MAX, () => {
    if (member.paused) member.resume();
  });
  return true;
}

/** One after the other: a leader hands over first, as on SIGTERM. */
function rollingRestart(nemesis: Nemesis): boolean {
  const { cluster } = nemesis;
  const roll = (members: readonly SimMember[]): void => {
    const [member, ...others] = members;
    if (member === undefined) return;
    const heir = others[0];
    if (member === cluster.leader && heir !== undefined) member.act((node) => node.transferLeader(heir.id));
    nemesis.afterUpTo(ROLL_MS_MAX, () => {
      nemesis.bounce(member);
      nemesis.afterUpTo(ROLL_MS_MAX, () => roll(others));
    });
  };
  roll(cluster.running);
  return cluster.running.length > 0;
}
