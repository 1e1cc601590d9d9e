/**
 * The command language of the scripts: etcd/raft's (rafttest), with a disk that can be stopped half-way, crashes,
 * partitions and random runs added. `docs/internals/raft.md` lists it.
 */
import { utf8 } from '@kuorum/base';
import type { NodeId } from '@kuorum/store/raft';
import type { ScriptCommand } from '@kuorum/testing/datadriven';
import { nodeArg } from './arguments.js';
import type { CommandFn } from './command.js';
import { Environment } from './environment.js';
import { groupCommands } from './group-commands.js';
import { networkCommands } from './network-commands.js';
import { randomCommands } from './random-run.js';
import { viewCommands } from './view-commands.js';

/** A call into one core, whatever it answers. */
function call(fn: (env: Environment, id: NodeId, command: ScriptCommand) => string): CommandFn {
  return (env, command) => {
    const id = nodeArg(command.args);
    const answer = fn(env, id, command);
    if (answer !== 'ok') env.print(`${id} answers ${answer}`);
    env.observe(env.node(id));
  };
}

/** Calls that give no answer. */
function tell(fn: (env: Environment, id: NodeId, command: ScriptCommand) => void): CommandFn {
  return call((env, id, command) => {
    fn(env, id, command);
    return 'ok';
  });
}

const nodeCommands: Readonly<Record<string, CommandFn>> = {
  campaign: tell((env, id) => env.node(id).running.campaign()),
  'forget-leader': tell((env, id) => env.node(id).running.reportLeaderConnectionLost()),
  propose: call((env, id, { args }) => env.node(id).running.propose(utf8(args.rest().join(' ')))),
  'read-index': call((env, id, { args }) => env.node(id).running.readIndex(args.next('the name of the read'))),
  'report-unreachable': tell((env, id, { args }) => env.node(id).running.reportUnreachable(nodeArg(args))),
  tick: tell((env, id, { args }) => {
    for (let i = args.maybeNumber('times') ?? 1; i > 0; i--) env.node(id).running.tick();
  }),
  'tick-election': tell((env, id) => {
    for (let i = env.raft(id).config.electionTicks; i > 0; i--) env.node(id).running.tick();
  }),
  'tick-heartbeat': tell((env, id) => {
    for (let i = env.raft(id).config.heartbeatTicks; i > 0; i--) env.node(id).running.tick();
  }),
  'set-randomized-election-timeout': tell((env, id, { args }) => {
    env.raft(id).randomizedElectionTicks = args.maybeNumber('timeout') ?? args.fail('timeout=… is missing');
  }),
};

const allCommands: Readonly<Record<string, CommandFn>> = {
  ...nodeCommands,
  ...groupCommands,
  ...networkCommands,
  ...randomCommands,
  ...viewCommands,
};

/** One script, one group. */
export function scriptHandler(): (command: ScriptCommand) => string {
  const env = new Environment();
  return (command) => {
    const fn = allCommands[command.name];
    if (fn === undefined) return command.args.fail(`there is no command ${command.name}`);
    try {
      fn(env, command);
    } catch (error) {
      throw new Error(`${command.where}: ${command.name}: ${String(error)}`, { cause: error });
    }
    return env.takeOutput();
  };
}
