/** What `kuorum __complete` knows of commands without asking a server. Pure. */
import { kindNames, kinds, schemaOf, type KindInfo } from '@kuorum/api';
import { fieldAt, messageOf } from '../print/schema-fields.js';

/** What the arguments of a command are. Commands that are not here have none that could be told. */
export type Arguments =
  'targets' | 'scalable' | 'rollable' | 'pod' | 'onlyPod' | 'copies' | 'nodes' | 'fields' | 'shells' | 'metrics';

export const argumentsOf: Readonly<Record<string, Arguments>> = {
  annotate: 'targets',
  apply: 'targets',
  autoscale: 'scalable',
  attach: 'pod',
  completion: 'shells',
  cordon: 'nodes',
  cp: 'copies',
  delete: 'targets',
  describe: 'targets',
  drain: 'nodes',
  edit: 'targets',
  exec: 'onlyPod',
  explain: 'fields',
  expose: 'targets',
  get: 'targets',
  label: 'targets',
  logs: 'pod',
  patch: 'targets',
  'port-forward': 'onlyPod',
  rollout: 'rollable',
  scale: 'scalable',
  set: 'targets',
  taint: 'targets',
  top: 'metrics',
  uncordon: 'nodes',
  wait: 'targets',
};

/** What an option's value is, by its long name. */
export type OptionValue =
  'namespaces' | 'formats' | 'files' | 'containers' | 'conditions' | 'eventTypes' | 'dryRuns' | 'objects' | 'labels';

export const optionValues: Readonly<Record<string, OptionValue>> = {
  '--namespace': 'namespaces',
  '--output': 'formats',
  '--filename': 'files',
  '--data-dir': 'files',
  '--kubeconfig': 'files',
  '--container': 'containers',
  '--for': 'conditions',
  '--types': 'eventTypes',
  '--dry-run': 'dryRuns',
  '--selector': 'labels',
};

/** What may follow `-o`; what ends in "=" goes on. */
export const formatWords = [
  ...['json', 'yaml', 'wide', 'name', 'jsonpath=', 'jsonpath-as-json=', 'jsonpath-file='],
  ...['custom-columns=', 'custom-columns-file='],
];
export const conditionWords = ['condition=', 'jsonpath=', 'create', 'delete'];

/** Types by their plural, as kubectl offers them; `all` too. */
export function typeWords(): string[] {
  const plurals = kindNames.map((kind) => kinds[kind].plural);
  return [...plurals, ...(kindNames.some((kind) => kinds[kind].categories.includes('all')) ? ['all'] : [])];
}

/** Types whose number of replicas can be changed. */
export function scalableWords(): string[] {
  return kindNames
    .map((kind): KindInfo => kinds[kind])
    .filter(({ subresources }) => subresources.includes('scale'))
    .map(({ plural }) => plural);
}

/** Types whose pods are renewed by `rollout`. */
export const rollableWords = ['daemonsets', 'deployments'];
export const dryRunWords = ['client', 'none', 'server'];

/** `pod.spec.cont` → `pod.spec.containers`; a field that has fields is offered with and without what follows. */
export function fieldWords(written: string, findKind: (name: string) => KindInfo | undefined): string[] {
  const dot = written.lastIndexOf('.');
  if (dot < 0) return kindNames.map((kind) => kinds[kind].plural);
  const [type = '', ...path] = written.slice(0, dot).split('.');
  const info = findKind(type);
  if (info === undefined) return [];
  const field = path.length === 0 ? undefined : fieldAt(info.kind, path);
  const message = path.length === 0 ? schemaOf(info.kind) : field === undefined ? undefined : messageOf(field);
  return (message?.fields ?? []).map(({ name }) => `${written.slice(0, dot)}.${name}`);
}
