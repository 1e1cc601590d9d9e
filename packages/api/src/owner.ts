/** Ownership between objects. */
import { make } from './codec.js';
import type { OwnerReference } from './gen/types.js';
import { kinds, type ApiObject, type KindName } from './kinds.js';

/** The one owner that manages `object`, if any. */
export function controllerOf(object: ApiObject): OwnerReference | undefined {
  return object.metadata.ownerReferences.find((reference) => reference.controller === true);
}

/** A reference by which `owner` manages what carries it. */
export function ownerReference(kind: KindName, owner: ApiObject): OwnerReference {
  return make('OwnerReference', {
    apiVersion: kinds[kind].apiVersion,
    kind,
    name: owner.metadata.name,
    uid: owner.metadata.uid,
    controller: true,
    blockOwnerDeletion: true,
  });
}

/** Whether `object` is managed by exactly this owner; by uid, so that a successor of the same name is not taken for it. */
export function isControlledBy(object: ApiObject, owner: ApiObject): boolean {
  return controllerOf(object)?.uid === owner.metadata.uid;
}
