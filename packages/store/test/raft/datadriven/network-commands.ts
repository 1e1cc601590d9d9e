/** Commands about what is on the wire. */
import type { NodeId } from '@kuorum/store/raft';
import { idOf, messageFilter, restIds, idsArg } from './arguments.js';
import type { CommandFn } from './command.js';
import { messageText } from './describe.js';

export const networkCommands: Readonly<Record<string, CommandFn>> = {
  /**
   * `deliver-msgs 2 3 type=app drop=(4)`: to 2 and 3 what is of that type, to 4 nothing: it is lost. `keep=true` leaves a
   * duplicate on the wire, `reverse=true` delivers the newest first, `count=1` only so many,
   * `report=false` keeps from the sender's shell how a snapshot fared.
   */
  'deliver-msgs': (env, { args }) => {
    const drop = idsArg(args, 'drop');
    const keep = args.maybeBoolean('keep') ?? false;
    const reverse = args.maybeBoolean('reverse') ?? false;
    const report = args.maybeBoolean('report') ?? true;
    const count = args.maybeNumber('count') ?? Infinity;
    const filter = messageFilter(args);
    const ids = restIds(args);
    for (const message of env.takeFromWire((m) => drop.includes(m.to) && filter(m))) {
      env.print(`dropped: ${messageText(message)}`, 'debug');
      env.lost(message);
    }
    for (const id of ids) {
      const meant = env.wire.filter((message) => message.to === id && filter(message));
      const chosen = reverse ? meant.slice(-count) : meant.slice(0, count);
      const taken = [...env.takeFromWire((message) => chosen.includes(message))];
      if (taken.length > 0) env.print(`> ${id} receives`, 'debug');
      if (keep) env.wire.push(...taken);
      for (const message of reverse ? taken.reverse() : taken) env.deliver(message, report);
    }
  },
  /** Everything on the wire that the filter names is lost. */
  'drop-msgs': (env, { args }) => {
    for (const message of env.takeFromWire(messageFilter(args))) {
      env.print(`dropped: ${messageText(message)}`, 'debug');
      env.lost(message);
    }
  },
  messages: (env) => {
    for (const message of env.wire) env.print(messageText(message));
  },
  /** Nothing goes from or to these members, also not between them. */
  isolate: (env, { args }) => {
    const ids = restIds(args);
    for (const id of ids) for (const other of env.nodes.keys()) cutBoth(env, id, other);
  },
  /** Each line of the input is a side; what crosses sides is cut. */
  partition: (env, { input, args }) => {
    const sides = input.split('\n').map((line) => line.split(/\s+/).filter((text) => text !== ''));
    const ids = sides.map((side) => side.map((text) => idOf(text, args)));
    for (const [i, side] of ids.entries()) {
      for (const other of ids.slice(i + 1).flat()) for (const id of side) cutBoth(env, id, other);
    }
  },
  /** `cut 1 2`: nothing goes from 1 to 2; the way back works. */
  cut: (env, { args }) => {
    const [from, to] = restIds(args);
    if (from === undefined || to === undefined) return args.fail('cut takes two nodes');
    env.cut(from, to);
  },
  heal: (env) => env.heal(),
};

function cutBoth(env: { cut(from: NodeId, to: NodeId): void }, a: NodeId, b: NodeId): void {
  if (a === b) return;
  env.cut(a, b);
  env.cut(b, a);
}
