/** `kuorum drain`: no further pods come to a node, and those that are there go, as their budgets allow. */
import { fieldEquals, isNotFound, kinds, type Pod } from '@kuorum/api';
import type { ApiClient } from '@kuorum/client';
import type { Command } from 'commander';
import { parseDurationMs } from '../durations.js';
import { CliError } from '../errors.js';
import { evictionRetryMs, waitMsMax } from '../limits.js';
import { clientCommand, type ClientOptions } from './context.js';
import { nodesOf, setCordon } from './cordon.js';
import { daemonSetOf, planDrain, type DrainPlan } from './drain-filters.js';
import { dryRunSuffix, parseDryRun, withDryRun, type DryRunOptions } from './dry-run.js';
import { processEnv, type Env } from './env.js';
import { takeAway, type EvictHow } from './evict-pods.js';
import { listAll } from './list.js';

interface DrainOptions extends ClientOptions, DryRunOptions {
  readonly selector?: string;
  readonly podSelector?: string;
  readonly force?: boolean;
  readonly ignoreDaemonsets?: boolean;
  readonly deleteEmptydirData?: boolean;
  readonly disableEviction?: boolean;
  readonly gracePeriod: string;
  readonly timeout: string;
  readonly skipWaitForDeleteTimeout: string;
}

/** `retryMs` is for tests, which do not wait as long as people. */
export function drainCommand(env: Env = processEnv, { retryMs = evictionRetryMs } = {}): Command {
  const command = clientCommand('drain', 'Take all pods from nodes, before work on them')
    .argument('[node...]', 'names of nodes')
    .option('-l, --selector <selector>', 'nodes with these labels')
    .option('--pod-selector <selector>', 'only pods with these labels')
    .option('--force', 'pods too that nothing will make anew')
    .option('--ignore-daemonsets', 'leave the pods of daemon sets where they are')
    .option('--delete-emptydir-data', 'pods too whose data in emptyDir volumes is lost')
    .option('--disable-eviction', 'delete pods without asking their disruption budgets')
    .option('--grace-period <seconds>', "seconds to end gracefully; -1: the pods' own", '-1')
    .option('--timeout <duration>', 'how long to try; 0s: without end', '0s')
    .option('--skip-wait-for-delete-timeout <seconds>', 'do not wait for pods that have been ending for longer', '0')
    .addHelpText('after', '\n"kuorum uncordon NODE" lets pods come to it again.')
    .action((names: string[], options: DrainOptions) => drain(env, names, options, retryMs));
  return withDryRun(command);
}

async function drain(env: Env, names: string[], options: DrainOptions, retryMs: number): Promise<void> {
  const how = howOf(options, retryMs);
  const skipMs = whole('--skip-wait-for-delete-timeout', options.skipWaitForDeleteTimeout) * 1000;
  await env.withClient(options, async (client) => {
    const nodes = await nodesOf(client, names, options);
    for (const node of nodes) env.out(await setCordon(client, node, true, how.dryRun));
    const failed = new Map<string, string>();
    for (const node of nodes) {
      const failure = await drainNode(env, client, node, options, how, skipMs);
      if (failure === undefined) {
        env.out(`node/${node} drained${dryRunSuffix(how.dryRun)}`);
      } else {
        env.err(`error: unable to drain node "${node}" due to error: ${failure}, continuing command...`);
        failed.set(node, failure);
      }
    }
    if (failed.size === 0) return;
    env.err(['There are pending nodes to be drained:', ...[...failed.keys()].map((node) => ` ${node}`)].join('\n'));
    throw new CliError(together([...failed.values()]));
  });
}

function howOf(options: DrainOptions, retryMs: number): EvictHow {
  const grace = options.gracePeriod === '-1' ? undefined : whole('--grace-period', options.gracePeriod);
  return {
    dryRun: parseDryRun(options),
    disableEviction: options.disableEviction === true,
    gracePeriodSeconds: grace,
    timeoutMs: (options.timeout === '0' ? 0 : parseDurationMs(options.timeout, '--timeout')) || waitMsMax,
    timeoutText: options.timeout,
    retryMs,
  };
}

/** What went wrong, if anything. */
async function drainNode(
  env: Env,
  client: ApiClient,
  node: string,
  options: DrainOptions,
  how: EvictHow,
  skipMs: number,
): Promise<string | undefined> {
  const plan = await planOf(env, client, node, options, skipMs);
  if (plan.refusals.length > 0) return together(plan.refusals);
  if (plan.warnings.length > 0) env.err(`Warning: ${plan.warnings.join('; ')}`);
  const failures = await takeAway(env, client, plan.pods, how);
  if (failures.length === 0) return undefined;
  const failure = together(failures);
  const left = await planOf(env, client, node, options, skipMs);
  if (left.pods.length > 0) {
    const names = left.pods.map(({ metadata }) => `pod/${metadata.name}`);
    env.err([`There are pending pods in node "${node}" when an error occurred: ${failure}`, ...names].join('\n'));
  }
  return failure;
}

async function planOf(
  env: Env,
  client: ApiClient,
  node: string,
  options: DrainOptions,
  skipDeletedAfterMs: number,
): Promise<DrainPlan> {
  const selection = { fieldSelector: fieldEquals('spec.nodeName', node), labelSelector: options.podSelector };
  const pods = (await listAll(client, kinds.Pod, selection)).items as Pod[];
  return planDrain(pods, {
    force: options.force === true,
    ignoreDaemonsets: options.ignoreDaemonsets === true,
    deleteEmptydirData: options.deleteEmptydirData === true,
    skipDeletedAfterMs,
    nowMs: env.nowMs(),
    absentDaemonSets: await absentDaemonSets(client, pods),
  });
}

/** Pods of a daemon set that is gone will not come again. */
async function absentDaemonSets(client: ApiClient, pods: readonly Pod[]): Promise<Map<string, string>> {
  const absent = new Map<string, string>();
  for (const key of new Set(pods.map(daemonSetOf))) {
    if (key === undefined) continue;
    const [namespace = '', name = ''] = key.split('/');
    try {
      await client.resource('DaemonSet').get(namespace, name);
    } catch (error) {
      if (!isNotFound(error)) throw error;
      absent.set(key, (error as Error).message);
    }
  }
  return absent;
}

/** Several errors as kubectl writes them. */
function together(errors: readonly string[]): string {
  return errors.length === 1 ? (errors[0] ?? '') : `[${errors.join(', ')}]`;
}

function whole(flag: string, text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw new CliError(`invalid argument ${JSON.stringify(text)} for "${flag}": it is not a whole number of seconds`);
}
