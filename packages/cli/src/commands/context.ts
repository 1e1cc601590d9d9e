/** What every client command shares: which server, which namespace, and which objects its arguments mean. */
import { findKind, kindNames, kinds, kindsOfCategory, type KindInfo } from '@kuorum/api';
import { CliError } from '../errors.js';
import { likely } from '../suggest.js';

export { clientCommand, withAccessOptions, withCallOptions, withClient, type ClientOptions } from './client-command.js';

/** The kind a person named; {@link CliError} says which may have been meant when there is no such one. */
export function mustFindKind(name: string): KindInfo {
  const info = findKind(name);
  if (info !== undefined) return info;
  const names = kindNames.map((kind): KindInfo => kinds[kind]).flatMap(({ plural, singular }) => [plural, singular]);
  const [meant] = likely(name.toLowerCase(), names);
  const hint = `${meant === undefined ? '' : `did you mean ${meant}? `}"kuorum api-resources" lists what it has`;
  throw new CliError(`the server doesn't have a resource type ${JSON.stringify(name)}: ${hint}`);
}

export interface Target {
  readonly info: KindInfo;
  readonly name: string;
}

/**
 * What `TYPE NAME…`, `TYPE/NAME…` and `TYPE,TYPE` mean. With a type but no name, `names` is empty: all of that type.
 */
export function parseTargets(args: readonly string[]): { kinds: KindInfo[]; targets: Target[] } {
  const [first, ...rest] = args;
  if (first === undefined) {
    throw new CliError('You must specify the type of resource, such as pods, or TYPE/NAME, such as pod/web');
  }
  if (first.includes('/')) return { kinds: [], targets: args.map(parseSlash) };
  const infos = first
    .split(',')
    .flatMap((type) => (type.toLowerCase() === 'all' ? kindsOfCategory('all') : [mustFindKind(type)]));
  return { kinds: infos, targets: infos.flatMap((info) => rest.map((name) => ({ info, name }))) };
}

function parseSlash(text: string): Target {
  const [type, name, ...more] = text.split('/');
  if (type === undefined || name === undefined || name === '' || more.length > 0) {
    throw new CliError(`Cannot read ${JSON.stringify(text)}: write TYPE/NAME, such as pod/web`);
  }
  return { info: mustFindKind(type), name };
}

/** Namespace to use for a kind: none for cluster-scoped kinds. */
export function namespaceFor(info: KindInfo, namespace: string | undefined): string {
  return info.namespaced ? (namespace ?? 'default') : '';
}
