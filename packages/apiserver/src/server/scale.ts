/**
 * The scale subresource of every kind that has replicas: one message (autoscaling/v1 Scale) whatever the kind, for who
 * scales without knowing what. `Scale` is the short way for people: a number in. Who may scale may not therefore read the
 * object, so neither answers with it.
 */
import type { UntypedServiceImplementation } from '@grpc/grpc-js';
import {
  conflict,
  formatLabelSelector,
  formatSelector,
  invalid,
  invalidField,
  make,
  type Kinds,
  type MessageTypes,
  type Scale,
} from '@kuorum/api';
import type { AnyObject } from '../registry/stored-object.js';
import type { Change } from '../strategy/deletion.js';
import { checkPreconditions, prepareForUpdate } from '../strategy/prepare.js';
import { unary } from './calls.js';
import type { ServiceDeps } from './resource-service.js';
import { targetOf } from './selection.js';

export type ScalableKind = 'ReplicationController' | 'ReplicaSet' | 'Deployment';
type Scalable = Kinds[ScalableKind];

export function scaleVerbs(kind: ScalableKind, deps: ServiceDeps): UntypedServiceImplementation {
  const { gate } = deps;
  return {
    Scale: unary('ScaleRequest', 'Scale', gate, async (request, { signal }) => {
      deps.checkReady();
      const { replicas, resourceVersion, currentReplicas } = request;
      const scaled = await setReplicas(kind, deps, request, replicas, { dryRun: false, signal }, (old) => {
        checkPreconditions(kind, { uid: '', resourceVersion }, old.metadata);
        const present = old.spec.replicas ?? 1;
        if (currentReplicas === undefined || currentReplicas === present) return;
        throw conflict(kind, old.metadata.name, `Expected replicas to be ${currentReplicas}, was ${present}`);
      });
      return scaleOf(scaled);
    }),
    GetScale: unary('GetRequest', 'Scale', gate, async (request, { signal }) => {
      deps.checkReady();
      const { namespace, name } = targetOf(kind, request);
      return scaleOf((await deps.registry.get(kind, namespace, name, signal)).object as Scalable);
    }),
    UpdateScale: unary('ScaleUpdateRequest', 'Scale', gate, async ({ object, dryRun }, { signal }) => {
      deps.checkReady();
      const { replicas } = object.spec;
      if (replicas < 0) {
        const errors = [invalidField('spec.replicas', replicas, 'must be greater than or equal to 0')];
        throw invalid(kind, object.metadata.name, errors);
      }
      return scaleOf(
        await setReplicas(kind, deps, object.metadata, replicas, { dryRun, signal }, (old) =>
          checkPreconditions(kind, object.metadata, old.metadata),
        ),
      );
    }),
  };
}

async function setReplicas(
  kind: ScalableKind,
  deps: ServiceDeps,
  target: { readonly namespace: string; readonly name: string },
  replicas: number,
  options: { readonly dryRun: boolean; readonly signal: AbortSignal },
  check: (old: Scalable) => void,
): Promise<Scalable> {
  const { namespace, name } = targetOf(kind, target);
  const decide = (current: AnyObject): Change => {
    const old = current as Scalable;
    check(old);
    const wanted = structuredClone(old);
    wanted.spec.replicas = replicas;
    return { object: prepareForUpdate(kind, wanted, old), remove: false };
  };
  return (await deps.registry.modify(kind, namespace, name, decide, options)) as Scalable;
}

export function scaleOf({ metadata, spec, status }: Scalable): Scale {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = metadata;
  return make('Scale', {
    apiVersion: 'autoscaling/v1',
    kind: 'Scale',
    metadata: { name, namespace, uid, resourceVersion, creationTimestamp },
    spec: { replicas: spec.replicas ?? 1 },
    status: { replicas: status.replicas, selector: selectorText(spec.selector) },
  });
}

function selectorText(selector: Scalable['spec']['selector']): string {
  if (selector === undefined) return '';
  const given = make('LabelSelector', {});
  return isLabelSelector(selector) ? formatLabelSelector({ ...given, ...selector }) : formatSelector(selector);
}

function isLabelSelector(selector: object): selector is MessageTypes['LabelSelector'] {
  return Array.isArray((selector as { matchExpressions?: unknown }).matchExpressions);
}
