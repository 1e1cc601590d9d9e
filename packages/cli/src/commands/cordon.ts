/** `kuorum cordon`, `uncordon` and `taint`: which pods may come to a node. */
import { isConflict, kinds, type Node } from '@kuorum/api';
import type { ApiClient } from '@kuorum/client';
import type { Command } from 'commander';
import { CliError } from '../errors.js';
import { conflictTriesMax } from '../limits.js';
import { clientCommand, type ClientOptions } from './context.js';
import { dryRunSuffix, parseDryRun, withDryRun, type DryRun, type DryRunOptions } from './dry-run.js';
import { processEnv, type Env } from './env.js';
import { listAll } from './list.js';
import { forEach } from './tell-change.js';

interface NodeOptions extends ClientOptions, DryRunOptions {
  readonly selector?: string;
  readonly all?: boolean;
  readonly overwrite?: boolean;
}

export const cordonCommand = (env: Env = processEnv): Command =>
  schedulableCommand(env, 'cordon', 'Let no further pods come to nodes', true);
export const uncordonCommand = (env: Env = processEnv): Command =>
  schedulableCommand(env, 'uncordon', 'Let pods come to nodes again', false);

function schedulableCommand(env: Env, name: string, summary: string, cordon: boolean): Command {
  const command = clientCommand(name, summary)
    .argument('[node...]', 'names of nodes')
    .option('-l, --selector <selector>', 'nodes with these labels')
    .action((names: string[], options: NodeOptions) =>
      env.withClient(options, async (client) => {
        const dryRun = parseDryRun(options);
        const nodes = await nodesOf(client, names, options);
        await forEach(env, nodes, async (node) => env.out(await setCordon(client, node, cordon, dryRun)));
      }),
    );
  return withDryRun(command);
}

/** Sets it and gives the line that says so. */
export async function setCordon(client: ApiClient, name: string, cordon: boolean, dryRun: DryRun): Promise<string> {
  const word = cordon ? 'cordoned' : 'uncordoned';
  const changed = await changeNode(client, name, dryRun, (node) => {
    if (node.spec.unschedulable === cordon) return undefined;
    return { spec: { unschedulable: cordon } };
  });
  return changed
    ? `node/${name} ${word}${dryRunSuffix(dryRun)}`
    : `node/${name} already ${word}${dryRunSuffix(dryRun)}`;
}

export async function nodesOf(client: ApiClient, names: readonly string[], options: NodeOptions): Promise<string[]> {
  const plain = names.map((name) => name.replace(/^(nodes?|no)\//, ''));
  const selects = options.selector !== undefined || options.all === true;
  if (plain.length > 0 && selects)
    throw new CliError('cannot specify both a node name and a --selector or --all option');
  if (plain.length > 0) return plain;
  if (!selects) throw new CliError('at least one NODE or a selector (-l) is required');
  const { items } = await listAll(client, kinds.Node, { labelSelector: options.selector });
  return items.map(({ metadata }) => metadata.name);
}

/** Changes a node as it is now; false when there is nothing to change. */
async function changeNode(
  client: ApiClient,
  name: string,
  dryRun: DryRun,
  patchOf: (node: Node) => object | undefined,
): Promise<boolean> {
  for (let tries = 1; ; tries++) {
    const node = await client.resource('Node').get('', name);
    const patch = patchOf(node);
    if (patch === undefined) return false;
    if (dryRun === 'client') return true;
    const { resourceVersion } = node.metadata;
    try {
      await client
        .resource('Node')
        .patch('', name, { metadata: { resourceVersion }, ...patch }, { dryRun: dryRun === 'server' });
      return true;
    } catch (error) {
      if (!isConflict(error) || tries >= conflictTriesMax) throw error;
    }
  }
}

type Taint = Node['spec']['taints'][number];

export interface TaintEdits {
  readonly add: readonly Taint[];
  /** `effect` '' removes all of the key. */
  readonly remove: readonly Pick<Taint, 'key' | 'effect'>[];
}

export function taintCommand(env: Env = processEnv): Command {
  const command = clientCommand('taint', 'Keep pods away from nodes that do not tolerate it')
    .argument('<args...>', 'node NAME… KEY=VALUE:EFFECT to add, KEY- or KEY:EFFECT- to remove')
    .option('-l, --selector <selector>', 'nodes with these labels')
    .option('--all', 'every node')
    .option('--overwrite', 'change taints that are there')
    .action((args: string[], options: NodeOptions) => taint(env, args, options));
  return withDryRun(command);
}

async function taint(env: Env, args: string[], options: NodeOptions): Promise<void> {
  const [type = '', ...rest] = args;
  const slashed = /^(nodes?|no)\/(.+)$/.exec(type)?.[2];
  if (slashed === undefined && !['node', 'nodes', 'no'].includes(type)) {
    throw new CliError(
      `invalid resource type ${type}, only node is supported: kuorum taint node NAME KEY=VALUE:EFFECT`,
    );
  }
  const at = rest.findIndex((arg) => /[=:]|-$/.test(arg));
  const names = [...(slashed === undefined ? [] : [slashed]), ...rest.slice(0, at < 0 ? rest.length : at)];
  const edits = parseTaints(at < 0 ? [] : rest.slice(at));
  const dryRun = parseDryRun(options);
  await env.withClient(options, async (client) => {
    const nodes = await nodesOf(client, names, options);
    const word = edits.add.length === 0 ? 'untainted' : edits.remove.length === 0 ? 'tainted' : 'modified';
    await forEach(env, nodes, async (name) => {
      await changeNode(client, name, dryRun, (node) => ({
        spec: { taints: editedTaints(name, node.spec.taints, edits, options.overwrite === true) },
      }));
      env.out(`node/${name} ${word}${dryRunSuffix(dryRun)}`);
    });
  });
}

const effects = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'] as const;

export function parseTaints(args: readonly string[]): TaintEdits {
  const add: Taint[] = [];
  const remove: Pick<Taint, 'key' | 'effect'>[] = [];
  for (const arg of args) {
    const removes = arg.endsWith('-');
    const [pair = '', effect = '', ...more] = (removes ? arg.slice(0, -1) : arg).split(':');
    const [key = '', value = '', ...values] = pair.split('=');
    if (key === '' || more.length > 0 || values.length > 0 || (effect === '' && !removes)) {
      throw new CliError(
        `invalid taint spec: ${arg}: write KEY=VALUE:EFFECT or KEY:EFFECT, and a dash after it to remove`,
      );
    }
    const known = effect === '' ? '' : effects.find((each) => each === effect);
    if (known === undefined) {
      throw new CliError(`invalid taint effect: ${effect}, unsupported taint effect: use ${effects.join(', ')}`);
    }
    if (removes) remove.push({ key, effect: known });
    else add.push({ key, value, effect: known, timeAdded: '' });
  }
  if (add.length + remove.length === 0)
    throw new CliError(
      'at least one taint update is required: KEY=VALUE:EFFECT or KEY:EFFECT sets one, KEY- or KEY:EFFECT- takes it away; effects are NoSchedule, PreferNoSchedule and NoExecute',
    );
  return { add, remove };
}

function editedTaints(
  node: string,
  before: readonly Taint[],
  { add, remove }: TaintEdits,
  overwrite: boolean,
): Taint[] {
  const same = (a: Pick<Taint, 'key' | 'effect'>, b: Pick<Taint, 'key' | 'effect'>): boolean =>
    a.key === b.key && (a.effect === b.effect || b.effect === '');
  for (const each of remove) {
    if (!before.some((taint) => same(taint, each))) {
      throw new CliError(`taint "${each.key}${each.effect === '' ? '' : `:${each.effect}`}" not found`);
    }
  }
  const taken = overwrite ? undefined : add.find((each) => before.some((taint) => same(taint, each)));
  if (taken !== undefined) {
    throw new CliError(`node ${node} already has ${taken.key} taint(s) with same effect(s) and --overwrite is false`);
  }
  const kept = before.filter((taint) => ![...add, ...remove].some((each) => same(taint, each)));
  return [...kept, ...add];
}
