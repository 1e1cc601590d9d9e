/**
 * The verbs, generic over kinds: every kind's gRPC service is this one table over its strategy. What only one kind has
 * (Bind, Scale, Logs) is in kind-verbs.ts.
 */
import { applyPatch, badRequest, kinds, statusError } from '@kuorum/api';
import type { KindName, MessageName, MessageTypes, ObjectMeta, Pod, Secret } from '@kuorum/api';
import type { UntypedServiceImplementation } from '@grpc/grpc-js';
import type { Clock } from '@kuorum/base';
import type { CheckAccess, CheckTokenFor, CheckWrite } from '../auth/security.js';
import type { ServiceAccountTokens } from '../auth/service-account/tokens.js';
import type { User } from '../auth/user.js';
import { patchBytesMax } from '../limits.js';
import { encodeList, encodeObject, listHead, type ListFields } from '../registry/object-bytes.js';
import { orphanDependents } from '../registry/orphaning.js';
import type { Registry } from '../registry/registry.js';
import type { AnyObject } from '../registry/stored-object.js';
import { decideDeletion, isReleased, orphanFinalizer, type Change } from '../strategy/deletion.js';
import { admitNewPod } from '../strategy/pod-admission.js';
import { prepareForStatusUpdate, prepareForUpdate } from '../strategy/prepare.js';
import type { WatchCache } from '../watch/watch-cache.js';
import { admissionLookups } from './admission-lookups.js';
import type { CallGate } from './admit-call.js';
import { EncodedAnswer, unary, type CallContext } from './calls.js';
import { deleteCollection, type DeleteOne } from './delete-collection.js';
import type { HeldPlaces } from './held-places.js';
import type { AskKubelet } from './kubelet-connection.js';
import { readState } from './read-state.js';
import type { PodSessions } from './pod-sessions.js';
import { selectionOf, targetOf } from './selection.js';
import { wantedByList } from './version-match.js';
import type { WatchService } from './watch-service.js';

export interface ServiceDeps {
  readonly registry: Registry;
  readonly cacheOf: (kind: KindName) => WatchCache;
  readonly watches: WatchService;
  readonly clock: Clock;
  /** What every call goes through first. */
  readonly gate: CallGate;
  /** Throws Unavailable until the server can answer. */
  readonly checkReady: () => void;
  /** Throws Forbidden when what is to be written goes beyond what its writer may write, whatever verb it is. */
  readonly checkWrite: CheckWrite;
  /** Throws Forbidden when a stored object is not for its reader to see, or to delete. */
  readonly checkAccess: CheckAccess;
  readonly askKubelet: AskKubelet;
  /** Throws Forbidden when a token is not for who asks for it. */
  readonly checkTokenFor: CheckTokenFor;
  /** Makes tokens of service accounts; undefined where there are none. */
  readonly tokens: ServiceAccountTokens | undefined;
  readonly sessions: PodSessions;
  /** For streams of logs. */
  readonly logPlaces: HeldPlaces;
}

/** Handlers of the service of `kind`, by method name. */
export function resourceService(kind: KindName, deps: ServiceDeps): UntypedServiceImplementation {
  const verbs = new ResourceVerbs(kind, deps);
  const { gate } = deps;
  const ready =
    <Q, R>(handle: (request: Q, context: CallContext) => Promise<R>) =>
    async (request: Q, context: CallContext): Promise<R> => {
      deps.checkReady();
      return handle(request, context);
    };
  return {
    Create: unary(`${kind}CreateRequest`, kind, gate, ready(verbs.create)),
    Get: unary('GetRequest', kind, gate, ready(verbs.get)),
    List: unary('ListRequest', `${kind}List`, gate, ready(verbs.list)),
    Update: unary(`${kind}UpdateRequest`, kind, gate, ready(verbs.update)),
    Patch: unary('PatchRequest', kind, gate, ready(verbs.patch)),
    Delete: unary('DeleteRequest', kind, gate, ready(verbs.delete)),
    DeleteCollection: unary('DeleteCollectionRequest', `${kind}List`, gate, ready(verbs.deleteCollection)),
    Watch: deps.watches.handler(kind),
    ...(kinds[kind].hasStatus
      ? { UpdateStatus: unary(`${kind}UpdateRequest`, kind, gate, ready(verbs.updateStatus)) }
      : {}),
  };
}

type WriteRequest = MessageTypes[`${KindName}CreateRequest` & MessageName];

class ResourceVerbs {
  constructor(
    private readonly kind: KindName,
    private readonly deps: ServiceDeps,
  ) {}

  readonly create = async ({ object, dryRun }: WriteRequest, { signal, user }: CallContext): Promise<AnyObject> => {
    const { kind, deps } = this;
    deps.checkWrite(user, kind, inNamespace(kind, object), undefined);
    const admitted = kind === 'Pod' ? await admitNewPod(object as Pod, admissionLookups(deps, signal)) : object;
    return deps.registry.create(kind, admitted, { dryRun, signal });
  };

  readonly get = async (
    request: MessageTypes['GetRequest'],
    { signal, user }: CallContext,
  ): Promise<EncodedAnswer<KindName>> => {
    const { kind, deps } = this;
    const { namespace, name } = targetOf(kind, request);
    const stored = await deps.registry.get(kind, namespace, name, signal);
    deps.checkAccess(user, kind, stored);
    return new EncodedAnswer(encodeObject(kind, stored), () => stored.object);
  };

  readonly list = async (
    request: MessageTypes['ListRequest'],
    { signal }: CallContext,
  ): Promise<EncodedAnswer<`${KindName}List`>> => {
    const { kind } = this;
    const { namespace, matches } = selectionOf(kind, request);
    const { limit } = request;
    if (limit < 0) throw badRequest(`limit must not be negative: ${limit}`);
    const query = { kind, namespace, limit, continueToken: request.continue, matches, signal };
    const page = await readState(this.deps, wantedByList(request), query);
    const metadata = {
      resourceVersion: String(page.revision),
      continue: page.continueToken,
      ...(page.remaining === undefined ? {} : { remainingItemCount: page.remaining }),
    };
    const decoded = (): AnyObject[] => page.items.map(({ object }) => object);
    return new EncodedAnswer(encodeList(kind, page.items, metadata), () => listOf(kind, decoded(), metadata));
  };

  readonly update = ({ object, dryRun }: WriteRequest, { signal, user }: CallContext): Promise<AnyObject> =>
    this.modify(object.metadata, { dryRun, signal, user }, (old) =>
      prepareForUpdate(this.kind, this.placed(object), old),
    );

  readonly updateStatus = ({ object, dryRun }: WriteRequest, { signal, user }: CallContext): Promise<AnyObject> =>
    this.modify(object.metadata, { dryRun, signal, user }, (old) => prepareForStatusUpdate(this.kind, object, old));

  readonly patch = (request: MessageTypes['PatchRequest'], { signal, user }: CallContext): Promise<AnyObject> => {
    const { kind } = this;
    const { type, subresource, patch, dryRun } = request;
    if (subresource !== '' && (subresource !== 'status' || !kinds[kind].hasStatus)) {
      throw badRequest(`${kinds[kind].plural} have no subresource ${JSON.stringify(subresource)} to patch`);
    }
    const bytes = Buffer.byteLength(patch);
    if (bytes > patchBytesMax) {
      throw statusError('RequestEntityTooLarge', `the patch has ${bytes} bytes, the limit is ${patchBytesMax}`);
    }
    return this.modify(request, { dryRun, signal, user }, (old) => {
      const patched = applyPatch(kind, old, type, patch);
      checkSameObject(patched.metadata, old.metadata);
      return subresource === 'status'
        ? prepareForStatusUpdate(kind, patched, old)
        : prepareForUpdate(kind, patched, old);
    });
  };

  readonly delete = async (request: MessageTypes['DeleteRequest'], { signal, user }: CallContext): Promise<AnyObject> =>
    withoutValues(this.kind, await this.deleteOne(request, { signal, user }));

  readonly deleteCollection = async (
    request: MessageTypes['DeleteCollectionRequest'],
    context: CallContext,
  ): Promise<MessageTypes[`${KindName}List`]> => {
    const { kind, deps, deleteOne } = this;
    const { items, revision } = await deleteCollection(kind, deps, request, context, deleteOne);
    const shown = items.map((item) => withoutValues(kind, item));
    return listOf(kind, shown, { resourceVersion: String(revision) });
  };

  /** `check` may refuse by the object's present state. */
  private readonly deleteOne: DeleteOne = async (request, { signal, user, check }) => {
    const { kind, deps } = this;
    const { namespace, name } = targetOf(kind, request);
    const { dryRun, propagationPolicy } = request;
    const decide = (old: AnyObject): Change => {
      deps.checkAccess(user, kind, { object: old });
      check?.(old);
      return decideDeletion(kind, old, request, deps.clock.now());
    };
    const deleted = await deps.registry.modify(kind, namespace, name, decide, { dryRun, signal });
    return propagationPolicy === 'Orphan' && !dryRun && deleted.metadata.finalizers.includes(orphanFinalizer)
      ? orphanDependents(deps.registry, kind, deleted, signal)
      : deleted;
  };

  /** Changes one object; an object that was only waiting for this change goes away with it. */
  private modify(
    request: { readonly namespace: string; readonly name: string },
    options: { dryRun: boolean; signal: AbortSignal; user: User },
    prepare: (old: AnyObject) => AnyObject,
  ): Promise<AnyObject> {
    const { kind, deps } = this;
    const { namespace, name } = targetOf(kind, request);
    const decide = (old: AnyObject): Change => {
      const object = prepare(old);
      deps.checkWrite(options.user, kind, object, old);
      return { object, remove: isReleased(kind, object) };
    };
    return deps.registry.modify(kind, namespace, name, decide, options);
  }

  /** With the namespace that an empty one stands for. */
  private placed(object: AnyObject): AnyObject {
    const { namespace } = targetOf(this.kind, object.metadata);
    return { ...object, metadata: { ...object.metadata, namespace } };
  }
}

/** A patch changes the object that it is for: throws BadRequest where it names another. */
function checkSameObject(next: ObjectMeta, old: ObjectMeta): void {
  if (next.name === '') {
    throw badRequest(`the name of the object (${old.name} based on URL) was undeterminable: name must be provided`);
  }
  const differs = (what: 'name' | 'namespace', of: string): Error =>
    badRequest(`the ${what} of the object (${next[what]}) does not match the ${what} on the ${of} (${old[what]})`);
  if (next.name !== old.name) throw differs('name', 'URL');
  if (next.namespace !== '' && next.namespace !== old.namespace) throw differs('namespace', 'request');
}

/** Where an object that is to be made will be. */
function inNamespace(kind: KindName, object: AnyObject): AnyObject {
  const { metadata } = object;
  if (!kinds[kind].namespaced || metadata.namespace !== '') return object;
  return { ...object, metadata: { ...metadata, namespace: 'default' } };
}

function listOf(kind: KindName, items: AnyObject[], metadata: ListFields): MessageTypes[`${KindName}List`] {
  return { ...listHead(kind, metadata), items } as MessageTypes[`${KindName}List`];
}

/**
 * Who may delete a secret may not therefore read it: its values do not come back. Neither do its annotations, which may hold
 * them once more, as that of `apply` does with the whole manifest.
 */
function withoutValues(kind: KindName, object: AnyObject): AnyObject {
  if (kind !== 'Secret') return object;
  return { ...(object as Secret), data: {}, metadata: { ...object.metadata, annotations: {} } };
}
