/** `kuorum rollout restart|pause|resume|status`: how the pods of a Deployment are renewed; history and undo have their own file. */
import { fieldEquals } from '@kuorum/api';
import type { ApiObject, DaemonSet, Deployment } from '@kuorum/api';
import type { ApiClient } from '@kuorum/client';
import { Command } from 'commander';
import { filter, firstValueFrom, map, startWith, takeUntil, timer } from 'rxjs';
import { parseDurationMs } from '../durations.js';
import { CliError } from '../errors.js';
import { waitMsMax } from '../limits.js';
import { clientCommand } from './context.js';
import { processEnv, type Env } from './env.js';
import { findTargets, findTargetsOrAll, type TargetOptions } from './find-targets.js';
import { watchForever$ } from './list.js';
import type { NamedObject } from './named-objects.js';
import { historyCommand, revisionAnnotation, undoCommand } from './rollout-history.js';
import { ChangeTeller, forEach, withOutput } from './tell-change.js';

interface RolloutOptions extends TargetOptions {
  readonly output?: string;
  readonly watch: boolean | string;
  readonly timeout: string;
  readonly revision: string;
}

export function rolloutCommand(env: Env = processEnv): Command {
  const restarted = 'kubectl.kubernetes.io/restartedAt';
  const rollout = new Command('rollout').description('Renew the pods of deployments');
  rollout.addCommand(
    changing(env, 'restart', 'Renew all pods, as if the template had changed', 'restarted', (each) => {
      if (each.kind !== 'DaemonSet' && (each as Deployment).spec.paused) {
        throw new CliError(`can't restart paused deployment (run rollout resume first)`);
      }
      const annotations = { [restarted]: new Date(env.nowMs()).toISOString().replace(/\.\d+Z$/, 'Z') };
      return { spec: { template: { metadata: { annotations } } } };
    }),
  );
  rollout.addCommand(pausing(env, 'pause', 'Do not roll out changes of the template', 'paused', true));
  rollout.addCommand(pausing(env, 'resume', 'Roll out changes again', 'resumed', false));
  rollout.addCommand(historyCommand(env));
  rollout.addCommand(undoCommand(env));
  return rollout.addCommand(statusCommand(env));
}

function pausing(env: Env, name: string, summary: string, done: string, paused: boolean): Command {
  return changing(env, name, summary, done, (each) => {
    if (each.kind === 'DaemonSet') throw new CliError(`daemonsets "${each.metadata.name}" ${name} is not supported`);
    if ((each as Deployment).spec.paused === paused) {
      throw new CliError(`deployments.apps "${each.metadata.name}" is ${paused ? 'already' : 'not'} paused`);
    }
    return { spec: { paused } };
  });
}

function changing(
  env: Env,
  name: string,
  summary: string,
  done: string,
  patchOf: (object: ApiObject) => object,
): Command {
  const command = clientCommand(name, summary)
    .argument('[type...]', 'TYPE NAME… or TYPE/NAME…, such as deployment/web')
    .option('-f, --filename <path...>', 'the objects that a file, a directory, a URL or - (standard input) names')
    .option('-R, --recursive', 'with -f: directories within directories too')
    .option('-l, --selector <selector>', 'label selector')
    .action(async (args: string[], options: RolloutOptions) => {
      const teller = await ChangeTeller.of(env, options.output, 'none');
      await env.withClient(options, async (client) => {
        await forEach(env, await findTargetsOrAll(client, args, options), async (target) => {
          const { info, namespace, name: object } = target;
          mustRoll(target);
          const resource = client.resource(info.kind);
          const patch = patchOf({ ...(await resource.get(namespace, object)), kind: info.kind });
          teller.tell(info, await resource.patch(namespace, object, patch), done);
        });
      });
    });
  return withOutput(command);
}

function mustRoll({ info }: NamedObject): void {
  if (info.kind === 'Deployment' || info.kind === 'DaemonSet') return;
  throw new CliError(`no rollout for ${info.groupResource}: deployments.apps and daemonsets.apps are rolled out`);
}

function statusCommand(env: Env): Command {
  return clientCommand('status', 'Wait until a rollout is done, and say how far it is')
    .argument('[type...]', 'TYPE NAME or TYPE/NAME')
    .option('-w, --watch [true|false]', 'wait until it is done', true)
    .option('--timeout <duration>', 'how long to wait; 0s: without end', '0s')
    .option('--revision <n>', 'end when another revision is rolled out; 0: whichever is', '0')
    .action(async (args: string[], options: RolloutOptions) => {
      const timeoutMs = parseDurationMs(options.timeout, '--timeout') || waitMsMax;
      const watches = options.watch !== false && options.watch !== 'false';
      await env.withClient(options, async (client) => {
        await forEach(env, await findTargets(client, args, options), (target) =>
          follow(env, client, target, { watches, timeoutMs, revision: Number(options.revision) }),
        );
      });
    });
}

async function follow(
  env: Env,
  client: ApiClient,
  target: NamedObject,
  { watches, timeoutMs, revision }: { watches: boolean; timeoutMs: number; revision: number },
): Promise<void> {
  mustRoll(target);
  const { info, namespace, name } = target;
  const live: ApiObject = await client.resource(info.kind).get(namespace, name);
  let said = '';
  const done$ = watchForever$(
    client,
    info,
    { namespace, fieldSelector: fieldEquals('metadata.name', name) },
    live.metadata.resourceVersion,
  ).pipe(
    map(({ type, object }) => {
      if (type === 'DELETED') throw new CliError(`object has been deleted`);
      return object;
    }),
    startWith(live),
    map((object) => {
      mustBeRevision(object, revision);
      const { text, done } = rolloutStatus(info.kind, object);
      if (text !== said) env.out((said = text));
      return done;
    }),
    filter((done) => done || !watches),
    takeUntil(timer(timeoutMs)),
  );
  const ended = await firstValueFrom(done$, { defaultValue: undefined });
  if (ended === undefined) throw new CliError('timed out waiting for the condition');
}

function mustBeRevision({ metadata }: ApiObject, wanted: number): void {
  const running = Number(metadata.annotations[revisionAnnotation] ?? 0);
  if (wanted > 0 && running !== wanted) {
    throw new CliError(`desired revision (${wanted}) is different from the running revision (${running})`);
  }
}

/** kubectl's sentences. */
export function rolloutStatus(kind: string, object: ApiObject): { readonly text: string; readonly done: boolean } {
  return kind === 'DaemonSet' ? daemonSetStatus(object as DaemonSet) : deploymentStatus(object as Deployment);
}

function deploymentStatus({ metadata, spec, status }: Deployment): { text: string; done: boolean } {
  const waiting = (text: string): { text: string; done: boolean } => ({ text, done: false });
  const { name } = metadata;
  if (Number(metadata.generation) > Number(status.observedGeneration)) {
    return waiting('Waiting for deployment spec update to be observed...');
  }
  const progressing = status.conditions.find(({ type }) => type === 'Progressing');
  if (progressing?.reason === 'ProgressDeadlineExceeded') {
    throw new CliError(`deployment "${name}" exceeded its progress deadline`);
  }
  const head = `Waiting for deployment "${name}" rollout to finish:`;
  const wanted = spec.replicas ?? 1;
  const { replicas, updatedReplicas: updated, availableReplicas: available } = status;
  if (updated < wanted) return waiting(`${head} ${updated} out of ${wanted} new replicas have been updated...`);
  if (replicas > updated) return waiting(`${head} ${replicas - updated} old replicas are pending termination...`);
  if (available < updated) return waiting(`${head} ${available} of ${updated} updated replicas are available...`);
  return { text: `deployment "${name}" successfully rolled out`, done: true };
}

function daemonSetStatus({ metadata, status }: DaemonSet): { text: string; done: boolean } {
  const waiting = (text: string): { text: string; done: boolean } => ({ text, done: false });
  if (Number(metadata.generation) > Number(status.observedGeneration)) {
    return waiting('Waiting for daemon set spec update to be observed...');
  }
  const head = `Waiting for daemon set "${metadata.name}" rollout to finish:`;
  const { desiredNumberScheduled: wanted, updatedNumberScheduled: updated, numberAvailable: available } = status;
  if (updated < wanted) return waiting(`${head} ${updated} out of ${wanted} new pods have been updated...`);
  if (available < wanted) return waiting(`${head} ${available} of ${wanted} updated pods are available...`);
  return { text: `daemon set "${metadata.name}" successfully rolled out`, done: true };
}
