/**
 * What every kind goes through before it is stored: the server's own metadata, status kept apart from spec, defaults,
 * generation. Pure but for the context that is handed in.
 */
import {
  applyDefaults,
  badRequest,
  clonePlain,
  conflict,
  deepEqual,
  invalid,
  kinds,
  make,
  validate,
  validateUpdate,
  type FieldError,
  type KindName,
  type ObjectMeta,
} from '@kuorum/api';
import type { AnyObject } from '../registry/stored-object.js';
import { generatedPrefixCharsMax } from '../limits.js';
import { strategyOf } from './strategy.js';

export interface PrepareContext {
  /** RFC 3339, whole seconds. */
  readonly now: string;
  newUid(): string;
  /** Random characters for generated names. */
  newSuffix(): string;
}

/** Kubernetes' time: whole seconds, UTC. */
export function timestampOf(unixMs: number): string {
  return new Date(unixMs).toISOString().replace(/\.\d{3}Z$/, 'Z');
}

/** A new object from what the client sent; throws Invalid or BadRequest. The input is not changed. */
export function prepareForCreate(kind: KindName, input: AnyObject, context: PrepareContext): AnyObject {
  const object = clonePlain(input);
  const { metadata } = object;
  if (metadata.resourceVersion !== '') {
    throw badRequest('resourceVersion should not be set on objects to be created');
  }
  if (kinds[kind].namespaced) metadata.namespace ||= 'default';
  if (metadata.name === '' && metadata.generateName !== '') {
    metadata.name = metadata.generateName.slice(0, generatedPrefixCharsMax) + context.newSuffix();
  }
  metadata.uid = context.newUid();
  metadata.creationTimestamp = context.now;
  metadata.deletionTimestamp = '';
  delete metadata.deletionGracePeriodSeconds;
  metadata.generation = hasSpec(object) ? 1 : 0;
  const strategy = strategyOf(kind);
  if (kinds[kind].hasStatus && strategy.keepsStatusOnCreate !== true) setStatus(object, statusOf(make(kind, {})));
  strategy.prepareForCreate?.(object);
  applyDefaults(kind, object);
  throwIfAny(kind, metadata.name, validate(kind, object));
  return object;
}

/** `input` as the successor of `old`: the server's metadata and the status stay. */
export function prepareForUpdate(kind: KindName, input: AnyObject, old: AnyObject): AnyObject {
  checkVersionGiven(kind, input.metadata);
  checkPreconditions(kind, input.metadata, old.metadata);
  const next = clonePlain(input);
  keepServerMetadata(next.metadata, old.metadata);
  if (kinds[kind].hasStatus) setStatus(next, statusOf(old));
  applyDefaults(kind, next);
  strategyOf(kind).prepareForUpdate?.(next, old);
  if (isNextGeneration(kind, next, old)) next.metadata.generation++;
  throwIfAny(kind, old.metadata.name, validateUpdate(kind, next, old));
  return next;
}

/** `old` with the status of `input`; nothing else of `input` counts. */
export function prepareForStatusUpdate(kind: KindName, input: AnyObject, old: AnyObject): AnyObject {
  checkVersionGiven(kind, input.metadata);
  checkPreconditions(kind, input.metadata, old.metadata);
  const next = { ...old };
  setStatus(next, statusOf(input));
  throwIfAny(kind, old.metadata.name, validateUpdate(kind, next, old));
  return next;
}

function isNextGeneration(kind: KindName, next: AnyObject, old: AnyObject): boolean {
  if (!hasSpec(next) || !hasSpec(old)) return false;
  if (!deepEqual(next.spec, old.spec)) return true;
  const counts = strategyOf(kind).generationOfAnnotations === true;
  return counts && !deepEqual(next.metadata.annotations, old.metadata.annotations);
}

/** Throws Invalid, in Kubernetes' words: its versions are numbers. */
function checkVersionGiven(kind: KindName, { name, resourceVersion }: ObjectMeta): void {
  if (resourceVersion !== '' || strategyOf(kind).conditionalUpdate !== true) return;
  const message = 'Invalid value: 0x0: must be specified for an update';
  throw invalid(kind, name, [{ path: 'metadata.resourceVersion', reason: 'FieldValueInvalid', message }]);
}

/** Compare-and-swap: version and uid, where given, must be those of the stored object. */
export function checkPreconditions(
  kind: KindName,
  wanted: { readonly uid: string; readonly resourceVersion: string },
  { name, uid, resourceVersion }: ObjectMeta,
): void {
  if (wanted.uid !== '' && wanted.uid !== uid) {
    const why = `Precondition failed: UID in precondition: ${wanted.uid}, UID in object meta: ${uid}`;
    throw conflict(kind, name, why);
  }
  if (wanted.resourceVersion !== '' && wanted.resourceVersion !== resourceVersion) throw conflict(kind, name);
}

function keepServerMetadata(next: ObjectMeta, old: ObjectMeta): void {
  next.uid = old.uid;
  next.resourceVersion = old.resourceVersion;
  next.generation = old.generation;
  next.generateName ||= old.generateName;
  next.creationTimestamp = old.creationTimestamp;
  next.deletionTimestamp = old.deletionTimestamp;
  if (old.deletionGracePeriodSeconds === undefined) delete next.deletionGracePeriodSeconds;
  else next.deletionGracePeriodSeconds = old.deletionGracePeriodSeconds;
}

function throwIfAny(kind: KindName, name: string, errors: readonly FieldError[]): void {
  if (errors.length > 0) throw invalid(kind, name, errors);
}

function hasSpec(object: AnyObject): object is AnyObject & { spec: unknown } {
  return 'spec' in object;
}

function statusOf(object: AnyObject): unknown {
  return (object as unknown as { status: unknown }).status;
}

function setStatus(object: AnyObject, status: unknown): void {
  (object as unknown as { status: unknown }).status = status;
}
