/** Changes of a kubeconfig. Pure: each gives a new one, everything that is not named stays as it was. */
import {
  findEntry,
  KubeconfigError,
  sections,
  type Cluster,
  type Context,
  type Kubeconfig,
  type User,
} from './kubeconfig.js';

/** A value of undefined changes nothing, '' takes the field away. */
export type Changes = Readonly<Record<string, string | undefined>>;

export function setCluster(config: Kubeconfig, name: string, changes: Changes): Kubeconfig {
  const old: Cluster = findEntry(config, 'clusters', name)?.entry.cluster ?? {};
  const clusters = put(config.clusters, { name, cluster: changed(old, changes) });
  return { ...config, clusters };
}

export function setUser(config: Kubeconfig, name: string, changes: Changes): Kubeconfig {
  const old: User = findEntry(config, 'users', name)?.entry.user ?? {};
  return { ...config, users: put(config.users, { name, user: changed(old, changes) }) };
}

export function setContext(config: Kubeconfig, name: string, changes: Changes): Kubeconfig {
  const old: Context = findEntry(config, 'contexts', name)?.entry.context ?? {};
  return { ...config, contexts: put(config.contexts, { name, context: changed(old, changes) }) };
}

export function useContext(config: Kubeconfig, name: string): Kubeconfig {
  mustFind(config, 'contexts', name);
  return { ...config, 'current-context': name };
}

/** The current context stays the current one under its new name. */
export function renameContext(config: Kubeconfig, name: string, to: string): Kubeconfig {
  mustFind(config, 'contexts', name);
  if (findEntry(config, 'contexts', to) !== undefined) {
    throw new KubeconfigError(
      `Cannot rename context ${JSON.stringify(name)}: there is a context ${JSON.stringify(to)}`,
    );
  }
  const contexts = (config.contexts ?? []).map((each) => (each.name === name ? { ...each, name: to } : each));
  const current = config['current-context'] === name ? { 'current-context': to } : {};
  return { ...config, contexts, ...current };
}

/** A context that is deleted stays the current one, as with kubectl: no other is chosen in its place. */
export function deleteEntry(config: Kubeconfig, section: keyof typeof sections, name: string): Kubeconfig {
  mustFind(config, section, name);
  const without = <T extends { readonly name: string }>(entries: readonly T[] | null | undefined): T[] =>
    (entries ?? []).filter((each) => each.name !== name);
  switch (section) {
    case 'clusters':
      return { ...config, clusters: without(config.clusters) };
    case 'users':
      return { ...config, users: without(config.users) };
    case 'contexts':
      return { ...config, contexts: without(config.contexts) };
  }
}

function mustFind(config: Kubeconfig, section: keyof typeof sections, name: string): void {
  if (findEntry(config, section, name) !== undefined) return;
  const names = (config[section] ?? []).map((each) => each.name).join(', ');
  throw new KubeconfigError(
    `Cannot find ${sections[section]} ${JSON.stringify(name)}: ${names === '' ? 'there is none; "kuorum config" makes them' : `there is ${names}`}`,
  );
}

function changed<T extends Cluster | User | Context>(old: T, changes: Changes): T {
  const entries = Object.entries({ ...old, ...withoutUndefined(changes) }).filter(([, value]) => value !== '');
  return Object.fromEntries(entries) as T;
}

function withoutUndefined(changes: Changes): Record<string, string> {
  return Object.fromEntries(Object.entries(changes).flatMap(([k, v]) => (v === undefined ? [] : [[k, v]])));
}

function put<T extends { readonly name: string }>(entries: readonly T[] | null | undefined, entry: T): T[] {
  const present = entries ?? [];
  const index = present.findIndex(({ name }) => name === entry.name);
  return index < 0 ? [...present, entry] : present.with(index, entry);
}
