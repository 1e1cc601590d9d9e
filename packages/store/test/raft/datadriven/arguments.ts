/** Arguments of the scripts' commands, in the core's types. */
import type { ConfChange, ConfChangeKind, ConfChangeSingle, Message, NodeId } from '@kuorum/store/raft';
import type { ScriptArgs } from '@kuorum/testing/datadriven';

export function idOf(text: string, args: ScriptArgs): NodeId {
  return /^[1-9]\d*$/.test(text) ? BigInt(text) : args.fail(`a node is a number from 1: ${text}`);
}

export function nodeArg(args: ScriptArgs): NodeId {
  return idOf(args.next('the node'), args);
}

export function idsArg(args: ScriptArgs, key: string): readonly NodeId[] {
  return (args.maybeList(key) ?? []).map((text) => idOf(text, args));
}

/** All that are named without a key. */
export function restIds(args: ScriptArgs): readonly NodeId[] {
  return args.rest().map((text) => idOf(text, args));
}

/** `app` and etcd's `MsgApp` are the same. */
export function typesArg(args: ScriptArgs): readonly string[] | undefined {
  return args.maybeList('type')?.map((name) => name.replace(/^Msg(.)/, (_, first: string) => first.toLowerCase()));
}

/** Which messages on the wire a command means: `type=app from=1 to=(2 3)`; what is not named is not asked for. */
export function messageFilter(args: ScriptArgs): (message: Message) => boolean {
  const types = typesArg(args);
  const from = args.maybeList('from')?.map((text) => idOf(text, args));
  const to = args.maybeList('to')?.map((text) => idOf(text, args));
  return (message) =>
    (types?.includes(message.type) ?? true) &&
    (from?.includes(message.from) ?? true) &&
    (to?.includes(message.to) ?? true);
}

const kinds: Readonly<Record<string, ConfChangeKind>> = { v: 'addVoter', l: 'addLearner', r: 'removeNode' };
const transitions: Readonly<Record<string, ConfChange['transition']>> = {
  auto: 'auto',
  implicit: 'jointImplicit',
  explicit: 'jointExplicit',
};

/** `v4 l5 r1` = add voter 4 and learner 5, remove 1; nothing = leave the joint configuration. */
export function confChangeArg(args: ScriptArgs, input: string): ConfChange {
  const words = [...args.rest(), ...input.split(/\s+/)].filter((word) => word !== '' && word !== 'v1');
  const changes = words.map((word): ConfChangeSingle => {
    const kind = kinds[word.charAt(0)] ?? args.fail(`a change is v, l or r and a node: ${word}`);
    return { kind, nodeId: idOf(word.slice(1), args) };
  });
  const name = args.maybe('transition') ?? 'auto';
  const transition = transitions[name] ?? args.fail(`there is no transition ${name}`);
  return { transition, changes, context: new Uint8Array(0) };
}
