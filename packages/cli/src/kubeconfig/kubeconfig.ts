/**
 * The file that says which clusters there are and who one is there: Kubernetes' kubeconfig (`apiVersion: v1, kind: Config`),
 * YAML or JSON. Pure: text in, checked object out, and back.
 *
 * - `server` may name several apiservers, comma-separated, which is ours.
 * - Fields that say how to sign in and that are not supported (`exec`, `auth-provider`, passwords, impersonation,
 *   `insecure-skip-tls-verify`) are kept in the file and refused where they would be used: see resolve.ts.
 */
import { parse, stringify } from 'yaml';
import { CliError } from '../cli-error.js';
import { yamlProblem } from '../manifest/yaml-problem.js';

export interface Cluster {
  server?: string;
  'certificate-authority'?: string;
  'certificate-authority-data'?: string;
  'tls-server-name'?: string;
  [other: string]: unknown;
}

export interface User {
  'client-certificate'?: string;
  'client-certificate-data'?: string;
  'client-key'?: string;
  'client-key-data'?: string;
  token?: string;
  tokenFile?: string;
  [other: string]: unknown;
}

export interface Context {
  cluster?: string;
  user?: string;
  namespace?: string;
  [other: string]: unknown;
}

export interface Kubeconfig {
  apiVersion?: string;
  kind?: string;
  'current-context'?: string;
  clusters?: { name: string; cluster: Cluster }[] | null;
  users?: { name: string; user: User }[] | null;
  contexts?: { name: string; context: Context }[] | null;
  [other: string]: unknown;
}

/** What is wrong, with its path; whoever knows the file puts its name before it. */
export class KubeconfigError extends CliError {}

export const sections = { clusters: 'cluster', users: 'user', contexts: 'context' } as const;
type Section = keyof typeof sections;

const textFields: Readonly<Record<Section, readonly string[]>> = {
  clusters: ['server', 'certificate-authority', 'certificate-authority-data', 'tls-server-name'],
  users: ['client-certificate', 'client-certificate-data', 'client-key', 'client-key-data', 'token', 'tokenFile'],
  contexts: ['cluster', 'user', 'namespace'],
};

export function newKubeconfig(): Kubeconfig {
  return { apiVersion: 'v1', kind: 'Config', clusters: [], users: [], contexts: [], 'current-context': '' };
}

export function parseKubeconfig(text: string): Kubeconfig {
  let value: unknown;
  try {
    value = parse(text, { maxAliasCount: 0 });
  } catch (error) {
    throw new KubeconfigError(`it is neither YAML nor JSON: ${yamlProblem(error)}`);
  }
  if (value === null) return newKubeconfig();
  assertKubeconfig(value);
  return value;
}

export function formatKubeconfig(config: Kubeconfig): string {
  return stringify(config, { lineWidth: 0 });
}

function assertKubeconfig(value: unknown): asserts value is Kubeconfig {
  if (!isRecord(value))
    throw new KubeconfigError('it must be a mapping of apiVersion, kind, clusters, users, contexts');
  const { apiVersion = 'v1', kind = 'Config' } = value;
  if (apiVersion !== 'v1') throw new KubeconfigError(`apiVersion: must be v1: current value is ${shown(apiVersion)}`);
  if (kind !== 'Config') throw new KubeconfigError(`kind: must be Config: current value is ${shown(kind)}`);
  assertText(value['current-context'], 'current-context');
  for (const section of ['clusters', 'users', 'contexts'] as const) assertSection(value[section], section);
}

function assertSection(value: unknown, section: Section): void {
  if (value === undefined || value === null) return;
  if (!Array.isArray(value)) throw new KubeconfigError(`${section}: must be a list`);
  const names = new Set<string>();
  for (const [i, entry] of value.entries()) {
    const path = `${section}[${i}]`;
    const inner = sections[section];
    if (!isRecord(entry)) throw new KubeconfigError(`${path}: must be a mapping of name and ${inner}`);
    const name = entry['name'];
    if (typeof name !== 'string' || name === '') throw new KubeconfigError(`${path}.name: is required`);
    if (names.has(name)) throw new KubeconfigError(`${path}.name: there are two of that name: ${shown(name)}`);
    names.add(name);
    // kubectl writes `user: {}` and takes a missing one for the same.
    entry[inner] ??= {};
    const fields = entry[inner];
    if (!isRecord(fields)) throw new KubeconfigError(`${path}.${inner}: must be a mapping`);
    for (const field of textFields[section]) assertText(fields[field], `${path}.${inner}.${field}`);
  }
}

/** A value is never shown: it may be a secret. */
function assertText(value: unknown, path: string): void {
  if (value !== undefined && typeof value !== 'string') throw new KubeconfigError(`${path}: must be a string`);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function shown(value: unknown): string {
  return JSON.stringify(value);
}

/** The entry of that name, with the path that errors name. */
export function findEntry<S extends Section>(
  config: Kubeconfig,
  section: S,
  name: string,
): { readonly entry: NonNullable<Kubeconfig[S]>[number]; readonly path: string } | undefined {
  const entries: NonNullable<Kubeconfig[S]>[number][] = config[section] ?? [];
  const index = entries.findIndex((each) => each.name === name);
  const entry = entries[index];
  return entry === undefined ? undefined : { entry, path: `${section}[${index}].${sections[section]}` };
}

/** The context of that name, or the current one. */
export function contextOf(config: Kubeconfig, name = config['current-context'] ?? ''): Context | undefined {
  return findEntry(config, 'contexts', name)?.entry.context;
}

const redacted = 'REDACTED';
const omitted = 'DATA+OMITTED';

/** As `kubectl config view` shows it: no secrets, no long data. */
export function redact(config: Kubeconfig): Kubeconfig {
  const copy = structuredClone(config);
  for (const { cluster } of copy.clusters ?? []) {
    if (cluster['certificate-authority-data'] !== undefined) cluster['certificate-authority-data'] = omitted;
  }
  for (const { user } of copy.users ?? []) {
    if (user['client-certificate-data'] !== undefined) user['client-certificate-data'] = omitted;
    if (user['client-key-data'] !== undefined) user['client-key-data'] = omitted;
    for (const field of ['token', 'password']) if (user[field] !== undefined) user[field] = redacted;
    // Whatever another program signs in with may be secret, too.
    for (const field of ['auth-provider', 'exec']) if (user[field] !== undefined) user[field] = redacted;
  }
  return copy;
}

/** Only what the context needs. */
export function minify(config: Kubeconfig, name = config['current-context'] ?? ''): Kubeconfig {
  const context = findEntry(config, 'contexts', name)?.entry;
  if (context === undefined) throw new KubeconfigError(`Cannot find context ${shown(name)}`);
  return {
    ...config,
    'current-context': name,
    contexts: [context],
    clusters: (config.clusters ?? []).filter((each) => each.name === context.context.cluster),
    users: (config.users ?? []).filter((each) => each.name === context.context.user),
  };
}
