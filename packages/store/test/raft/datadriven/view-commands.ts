/** Commands that show the state and change nothing. */
import { asLogIndex, NO_NODE } from '@kuorum/store/raft';
import { nodeArg, restIds } from './arguments.js';
import type { CommandFn } from './command.js';
import { entriesText, membershipText, progressLines, roleText } from './describe.js';
import type { Environment } from './environment.js';

export const viewCommands: Readonly<Record<string, CommandFn>> = {
  status: (env, { args }) => {
    const status = env.node(nodeArg(args)).running.status();
    if (status.leadTransferee !== NO_NODE) env.print(`hands over to ${status.leadTransferee}`);
    for (const line of progressLines(status)) env.print(line);
  },
  'raft-state': (env, { args }) => {
    for (const id of idsOrAll(env, restIds(args))) {
      const { node } = env.node(id);
      env.print(node === undefined ? `${id}: not running` : `${id}: ${roleText(node.raft)}`);
    }
  },
  'raft-log': (env, { args }) => {
    for (const id of idsOrAll(env, restIds(args))) env.print(`${id}: ${logText(env, id)}`);
  },
  'raft-conf': (env, { args }) => {
    for (const id of idsOrAll(env, restIds(args))) {
      env.print(`${id}: ${membershipText(env.node(id).running.status().confState)}`);
    }
  },
  'raft-timer': (env, { args }) => {
    for (const id of idsOrAll(env, restIds(args))) {
      const { electionElapsedTicks, randomizedElectionTicks } = env.raft(id);
      env.print(`${id}: ${electionElapsedTicks} of ${randomizedElectionTicks} ticks`);
    }
  },
  /** What the state machines hold. */
  applied: (env, { args }) => {
    for (const id of idsOrAll(env, restIds(args))) {
      const { applied, commands } = env.node(id);
      env.print(`${id}: at ${applied} [${commands.join(' ')}]`);
    }
  },
};

function idsOrAll(env: Environment, ids: readonly bigint[]): readonly bigint[] {
  return ids.length > 0 ? ids : [...env.nodes.keys()];
}

/** Of a member that is down, what its disk holds. */
function logText(env: Environment, id: bigint): string {
  const { node, storage } = env.node(id);
  const log = node?.raft.log ?? storage;
  const [first, last] = [log.firstIndex(), log.lastIndex()];
  const end = asLogIndex(last + 1);
  const entries = node?.raft.log.slice(first, end) ?? storage.entries(first, end, Infinity) ?? [];
  const start = first > 1 ? `starts after ${first - 1}, ` : '';
  const commit = node === undefined ? 'not running' : `committed ${node.raft.log.committed}`;
  return `${start}${entriesText(entries)} ${commit}`;
}
