/** Links that are cut, all at once or one by one, in shapes that are hard on a quorum; loss, delay and duplicates. */
import type { NodeId } from '@kuorum/store/raft';
import type { Nemesis } from '../nemesis.js';
import type { Fault } from './fault.js';

const BAD_NETWORK_MS_MAX = 500;
const MEND_EVERY_MS_MAX = 40;
const OLD_LEADER_MS = 2500;

export const networkFaults = [
  { name: 'isolate', weight: 6, inject: (nemesis) => nemesis.partition([nemesis.anyId()]) },
  { name: 'isolateLeader', weight: 6, inject: isolateLeader },
  { name: 'partition', weight: 6, inject: (nemesis) => nemesis.partition(nemesis.anySide()) },
  { name: 'minorityLeader', weight: 16, inject: minorityLeader },
  { name: 'oldLeader', weight: 1, inject: oldLeader },
  { name: 'ring', weight: 3, inject: ring },
  { name: 'bridge', weight: 3, inject: bridge },
  { name: 'cutOneWay', weight: 8, inject: cutOneWay },
  { name: 'cutInSnapshot', weight: 4, inject: cutInSnapshot },
  { name: 'heal', weight: 18, inject: (nemesis) => nemesis.healNetwork() },
  { name: 'healOneByOne', weight: 6, inject: healOneByOne },
  { name: 'badNetwork', weight: 5, inject: badNetwork },
] as const satisfies readonly Fault[];

function isolateLeader(nemesis: Nemesis): boolean {
  const { leader } = nemesis.cluster;
  return leader !== undefined && nemesis.partition([leader.id]);
}

/** The leader keeps some followers, too few, and the others choose another leader: two who believe that they lead. */
function minorityLeader(nemesis: Nemesis): boolean {
  const { leader, ids, prng, running } = nemesis.cluster;
  if (leader === undefined) return false;
  const kept = prng.int(Math.ceil(ids.length / 2));
  const others = ids.filter((id) => id !== leader.id);
  while (others.length > ids.length - 1 - kept) others.splice(prng.int(others.length), 1);
  nemesis.partition(others);
  return nemesis.campaign(running.find(({ id }) => id === others[0]));
}

/** A leader of whom only clients hear any more, for longer than leases last; the others choose a new one. */
function oldLeader(nemesis: Nemesis): boolean {
  nemesis.setStage(OLD_LEADER_MS);
  if (!isolateLeader(nemesis)) return false;
  const { leader, running } = nemesis.cluster;
  return nemesis.campaign(running.find((member) => member !== leader));
}

/** Everybody sees only its two neighbours: of five, five different majorities. */
function ring({ cluster }: Nemesis): boolean {
  const { ids, network } = cluster;
  const isNeighbour = (i: number, j: number): boolean => [1, ids.length - 1].includes(Math.abs(i - j));
  ids.forEach((a, i) => ids.forEach((b, j) => void (isNeighbour(i, j) || network.cut(a, b))));
  if (ids.length === 3) network.partition(ids.slice(0, 1), ids.slice(1, 2));
  return true;
}

/** Two halves that meet in one member only. */
function bridge(nemesis: Nemesis): boolean {
  const { ids, network } = nemesis.cluster;
  const middle = nemesis.anyId();
  const side: readonly NodeId[] = nemesis.anySide().filter((id) => id !== middle);
  const others = ids.filter((id) => id !== middle && !side.includes(id));
  network.partition(side, others);
  return side.length > 0 && others.length > 0;
}

function cutOneWay(nemesis: Nemesis): boolean {
  const [from, to] = [nemesis.anyId(), nemesis.anyId()];
  nemesis.cluster.network.cut(from, to);
  return from !== to;
}

function cutInSnapshot(nemesis: Nemesis): boolean {
  for (const id of nemesis.cluster.ids) {
    nemesis.cluster.whenSent.set(id, { type: 'snap', act: () => nemesis.partition([id]) });
  }
  return true;
}

function healOneByOne(nemesis: Nemesis): boolean {
  const { network, prng } = nemesis.cluster;
  const links = [...network.cuts];
  const mendNext = (): void => {
    const [link] = links.splice(prng.int(Math.max(1, links.length)), 1);
    if (link === undefined) return;
    network.mend(link);
    nemesis.afterUpTo(MEND_EVERY_MS_MAX, mendNext);
  };
  mendNext();
  return true;
}

function badNetwork(nemesis: Nemesis): boolean {
  const { network, options } = nemesis.cluster;
  network.faults = { lossProbability: 0.3, duplicateProbability: 0.3, delayMsMin: 0, delayMsMax: 150 };
  nemesis.afterUpTo(BAD_NETWORK_MS_MAX, () => {
    network.faults = options.network;
  });
  return true;
}
