/** Verbs that only one kind has: Bind, Evict and Logs of pods, tokens of service accounts, Scale of what has replicas, the server's own version. */
import type { UntypedServiceImplementation } from '@grpc/grpc-js';
import {
  badRequest,
  conflict,
  isTerminating,
  make,
  type KindName,
  type MessageTypes,
  type Node,
  type Pod,
} from '@kuorum/api';
import { bindPod } from '../strategy/strategy.js';
import { timestampOf } from '../strategy/prepare.js';
import type { Change } from '../strategy/deletion.js';
import type { AnyObject } from '../registry/stored-object.js';
import { serverStream, unary, type CallContext, type StreamCall } from './calls.js';
import { createToken } from './create-token.js';
import { duplex } from './duplex-call.js';
import { evict } from './evict.js';
import { checkLogsRequest, logsTarget, streamLogs } from './pod-logs.js';
import type { ServiceDeps } from './resource-service.js';
import { scaleVerbs } from './scale.js';
import { targetOf } from './selection.js';

export function kindVerbs(kind: KindName, deps: ServiceDeps): UntypedServiceImplementation {
  const { gate } = deps;
  switch (kind) {
    case 'Pod':
      return {
        Bind: unary('BindRequest', 'Status', gate, (request, context) => done(bind(deps, request, context))),
        Evict: unary('EvictRequest', 'Status', gate, (request, context) => done(evict(deps, request, context))),
        Exec: duplex('ExecRequest', gate, (request, call) => deps.sessions.exec(request, call)),
        PortForward: duplex('PortForwardRequest', gate, (request, call) => deps.sessions.portForward(request, call)),
        Logs: serverStream('LogsRequest', gate, (request, call) => logs(deps, request, call)),
      };
    case 'ServiceAccount':
      return {
        CreateToken: unary('TokenCreateRequest', 'TokenRequest', gate, (request, context) =>
          createToken(deps, request, context),
        ),
      };
    case 'ReplicationController':
    case 'ReplicaSet':
    case 'Deployment':
      return scaleVerbs(kind, deps);
    default:
      return {};
  }
}

/** Who may bind and evict may not therefore read the pod: as Kubernetes' answer, this one holds nothing of it. */
async function done(write: Promise<unknown>): Promise<MessageTypes['Status']> {
  await write;
  return make('Status', { apiVersion: 'v1', kind: 'Status', status: 'Success', code: 201 });
}

async function bind(deps: ServiceDeps, request: MessageTypes['BindRequest'], { signal }: CallContext): Promise<Pod> {
  deps.checkReady();
  const { namespace, name } = targetOf('Pod', request);
  const { uid, nodeName } = request;
  if (nodeName === '') throw badRequest(`nodeName must be given: where is pod ${name} to run?`);
  const decide = (current: AnyObject): Change => {
    const pod = current as Pod;
    if (uid !== '' && uid !== pod.metadata.uid) {
      const why = `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${pod.metadata.uid}`;
      throw conflict('Pod', name, why);
    }
    if (isTerminating(pod)) {
      throw conflict('Pod', name, `pod ${name} is being deleted, cannot be assigned to a host`);
    }
    if (pod.spec.nodeName !== '') {
      throw conflict('Pod', name, `pod ${name} is already assigned to node ${JSON.stringify(pod.spec.nodeName)}`);
    }
    return { object: bindPod(pod, nodeName, timestampOf(deps.clock.now())), remove: false };
  };
  return (await deps.registry.modify('Pod', namespace, name, decide, { dryRun: false, signal })) as Pod;
}

async function logs(deps: ServiceDeps, request: MessageTypes['LogsRequest'], call: StreamCall): Promise<void> {
  deps.checkReady();
  checkLogsRequest(request);
  const { namespace, name } = targetOf('Pod', request);
  deps.logPlaces.take(call.user, call.signal);
  const pod = (await deps.registry.get('Pod', namespace, name, call.signal)).object as Pod;
  const container = logsTarget(pod, request.container);
  const node = (await deps.registry.get('Node', '', pod.spec.nodeName, call.signal)).object as Node;
  await streamLogs(node, pod, container, request, call, deps);
}

/** What `kuorum version` shows of the server. */
export function versionService(version: string, deps: Pick<ServiceDeps, 'gate'>): UntypedServiceImplementation {
  const info = make('VersionInfo', {
    gitVersion: version,
    nodeVersion: process.version,
    platform: `${process.platform}/${process.arch}`,
  });
  return { Get: unary('VersionRequest', 'VersionInfo', deps.gate, () => Promise.resolve(info)) };
}
