/** Commands about members: founding, disks and crashes, membership, leadership. */
import { utf8 } from '@kuorum/base';
import { asLogIndex, type NodeId, type RaftConfig } from '@kuorum/store/raft';
import type { ScriptArgs } from '@kuorum/testing/datadriven';
import { confChangeArg, idOf, idsArg, nodeArg, restIds } from './arguments.js';
import type { CommandFn } from './command.js';
import { messageText, roleText } from './describe.js';
import { confStateOfIds, type Environment } from './environment.js';
import type { ReadyStage } from './script-node.js';

function configArg(args: ScriptArgs): Partial<RaftConfig> {
  const numbers = {
    electionTicks: args.maybeNumber('election-ticks'),
    maxSizePerMsgBytes: args.maybeNumber('max-size-per-msg'),
    maxInflightMsgs: args.maybeNumber('inflight'),
    maxInflightBytes: args.maybeNumber('inflight-bytes'),
    maxUncommittedBytes: args.maybeNumber('max-uncommitted'),
    maxCommittedSizePerReadyBytes: args.maybeNumber('max-committed-size-per-ready'),
    preVote: args.maybeBoolean('prevote'),
    checkQuorum: args.maybeBoolean('checkquorum'),
    disableProposalForwarding: args.maybeBoolean('disable-proposal-forwarding'),
  };
  return Object.fromEntries(Object.entries(numbers).filter(([, value]) => value !== undefined));
}

function addNodes(env: Environment, args: ScriptArgs): void {
  const count = Number(args.next('the number of nodes'));
  const confState = confStateOfIds(idsArg(args, 'voters'), idsArg(args, 'learners'));
  const index = asLogIndex(args.maybeNumber('index') ?? 0);
  const content = (args.maybeList('content') ?? []).join(' ');
  const config = configArg(args);
  for (let i = 0; i < count; i++) env.addNode({ confState, index, content }, config);
}

function appliedBy(env: Environment, command: string): string {
  const ids = [...env.nodes.values()].filter(({ commands }) => commands.includes(command)).map(({ id }) => id);
  return ids.length === 0 ? 'applied by nobody' : `applied by ${ids.join(' ')}`;
}

const stages: readonly ReadyStage[] = ['sent', 'persisted', 'promised'];

function stageArg(args: ScriptArgs): ReadyStage | 'done' {
  const name = args.maybe('until');
  if (name === undefined) return 'done';
  return stages.find((stage) => stage === name) ?? args.fail(`until is one of ${stages.join(', ')}: ${name}`);
}

function eachNode(fn: (env: Environment, id: NodeId, args: ScriptArgs) => void): CommandFn {
  return (env, { args }) => {
    for (const id of restIds(args)) fn(env, id, args);
  };
}

export const groupCommands: Readonly<Record<string, CommandFn>> = {
  'add-nodes': (env, { args }) => addNodes(env, args),
  'process-ready': (env, { args }) => {
    const until = stageArg(args);
    for (const id of restIds(args)) env.processReady(env.node(id), until);
  },
  /** The disk of `id` is done: what the Ready wrote is durable, and its promises leave. */
  'process-append-thread': eachNode((env, id) => env.processReady(env.node(id), 'promised')),
  /** The state machine of `id` is done with it, too. */
  'process-apply-thread': eachNode((env, id) => env.processReady(env.node(id))),
  stabilize: (env, { args }) => {
    const level = env.level;
    const ids = restIds(args);
    setLevel(env, args.maybe('log-level') ?? level, args);
    env.stabilize(ids.length > 0 ? ids : [...env.nodes.keys()]);
    env.level = level;
  },
  /** For the beginning of a scenario: `id` campaigns, and all that follows runs to its end, unseen. */
  elect: (env, { args }) => {
    const id = nodeArg(args);
    env.quietly(() => {
      env.node(id).running.campaign();
      env.observe(env.node(id));
      env.stabilize([...env.nodes.keys()]);
      return `${id} is ${roleText(env.raft(id))}`;
    });
  },
  /** The same for proposals, one after the other, made at the first argument. */
  agree: (env, { args }) => {
    const id = nodeArg(args);
    const commands = args.rest();
    env.quietly(() => {
      for (const command of commands) {
        const result = env.node(id).running.propose(utf8(command));
        if (result !== 'ok') env.print(`${id} answers ${result} to ${command}`);
        env.stabilize([...env.nodes.keys()]);
      }
      return commands.map((command) => `${command}: ${appliedBy(env, command)}`).join('\n');
    });
  },
  crash: eachNode((env, id) => env.crash(env.node(id))),
  restart: eachNode((env, id) => env.restart(env.node(id))),
  compact: (env, { args }) => {
    const node = env.node(nodeArg(args));
    node.compact(asLogIndex(Number(args.next('the last index to forget'))));
    env.print(
      `${node.id}: the log starts at ${node.storage.firstIndex()}, the last entry is ${node.storage.lastIndex()}`,
    );
  },
  'send-snapshot': (env, { args }) => {
    const from = env.node(nodeArg(args));
    const to = nodeArg(args);
    const snapshot = from.createSnapshot();
    const message = { type: 'snap', from: from.id, to, term: from.running.raft.term, snapshot } as const;
    env.print(messageText(message));
    env.send(message);
  },
  'propose-conf-change': (env, { args, input }) => {
    const { id, running } = env.node(nodeArg(args));
    const change = confChangeArg(args, input);
    const result = running.proposeConfChange(change);
    const reason = running.refusalOf(change);
    if (result === 'droppedInvalidConfChange') env.print(`${id} answers ${result}: ${reason ?? ''}`);
    else if (result !== 'ok') env.print(`${id} answers ${result}`);
    env.observe(env.node(id));
  },
  'transfer-leadership': (env, { args }) => {
    const from = env.node(idOf(args.get('from'), args));
    from.running.transferLeader(idOf(args.get('to'), args));
    env.observe(from);
  },
  'log-level': (env, { args }) => setLevel(env, args.next('the level'), args),
};

function setLevel(env: Environment, name: string, args: ScriptArgs): void {
  if (name !== 'debug' && name !== 'info' && name !== 'none') args.fail(`there is no log level ${name}`);
  env.level = name;
}
