/** Rules of metadata, equal for every kind but for the syntax of the name. */
import { forbiddenField, invalidField, requiredField, tooLongField, type FieldError } from '../field-error.js';
import { utf8 } from '@kuorum/base';
import type { ObjectMeta } from '../gen/types.js';
import { kinds, type KindName } from '../kinds.js';
import {
  checkDns1035Label,
  checkDns1123Label,
  checkDns1123Subdomain,
  checkLabelKey,
  checkPathSegment,
} from '../labels.js';
import { immutable, labelMap, syntax } from './checks.js';

/** All annotations of an object together, keys and values; Kubernetes' TotalAnnotationSizeLimitB. */
export const annotationsBytesMax = 256 * 1024;

const nameChecks: Partial<Record<KindName, (name: string) => string | undefined>> = {
  Namespace: checkDns1123Label,
  Service: checkDns1035Label,
  Role: checkPathSegment,
  RoleBinding: checkPathSegment,
  ClusterRole: checkPathSegment,
  ClusterRoleBinding: checkPathSegment,
};

export function checkName(kind: KindName, name: string): string | undefined {
  return (nameChecks[kind] ?? checkDns1123Subdomain)(name);
}

export function validateMetadata(kind: KindName, metadata: ObjectMeta): FieldError[] {
  return [
    ...nameErrors(kind, metadata),
    ...namespaceErrors(kind, metadata),
    ...labelMap('metadata.labels', metadata.labels),
    ...annotationErrors('metadata.annotations', metadata.annotations),
    ...ownerErrors(metadata),
    ...finalizerErrors(metadata),
  ];
}

/** What becomes of the dependents cannot be both. */
function finalizerErrors({ finalizers }: ObjectMeta): FieldError[] {
  const errors = finalizers.flatMap((name, i) => syntax(`metadata.finalizers[${i}]`, name, checkLabelKey));
  if (['orphan', 'foregroundDeletion'].every((name) => finalizers.includes(name))) {
    const why = 'finalizer orphan and foregroundDeletion cannot be both set';
    errors.push(invalidField('metadata.finalizers', finalizers, why));
  }
  return errors;
}

/** What a pod template may say of its pods: labels and annotations only. */
export function validateTemplateMetadata(path: string, metadata: ObjectMeta): FieldError[] {
  return [
    ...labelMap(`${path}.labels`, metadata.labels),
    ...annotationErrors(`${path}.annotations`, metadata.annotations),
  ];
}

function nameErrors(kind: KindName, { name, generateName }: ObjectMeta): FieldError[] {
  const errors: FieldError[] = [];
  if (generateName !== '') {
    // The suffix makes up for a trailing '-' or '.', as in Kubernetes.
    const wrong = checkName(kind, generateName.replace(/[-.]$/, 'a'));
    if (wrong !== undefined) errors.push(invalidField('metadata.generateName', generateName, wrong));
  }
  if (name === '') errors.push(requiredField('metadata.name', 'name or generateName is required'));
  else errors.push(...syntax('metadata.name', name, (text) => checkName(kind, text)));
  return errors;
}

function namespaceErrors(kind: KindName, { namespace }: ObjectMeta): FieldError[] {
  if (!kinds[kind].namespaced) {
    return namespace === '' ? [] : [forbiddenField('metadata.namespace', 'not allowed on this type')];
  }
  if (namespace === '') return [requiredField('metadata.namespace')];
  return syntax('metadata.namespace', namespace, checkDns1123Label);
}

function annotationErrors(path: string, annotations: Readonly<Record<string, string>>): FieldError[] {
  let bytes = 0;
  const errors: FieldError[] = [];
  for (const [key, value] of Object.entries(annotations)) {
    errors.push(...syntax(path, key, (text) => checkLabelKey(text.toLowerCase())));
    bytes += utf8(key).length + utf8(value).length;
  }
  if (bytes > annotationsBytesMax) errors.push(tooLongField(path, annotationsBytesMax));
  return errors;
}

function ownerErrors({ ownerReferences }: ObjectMeta): FieldError[] {
  const path = 'metadata.ownerReferences';
  const errors = ownerReferences.flatMap((reference, i) =>
    (['apiVersion', 'kind', 'name', 'uid'] as const)
      .filter((field) => reference[field] === '')
      .map((field) => requiredField(`${path}[${i}].${field}`)),
  );
  const controllers = ownerReferences.filter((reference) => reference.controller === true);
  if (controllers.length > 1) {
    const names = controllers.map(({ kind, name }) => `${kind}/${name}`).join(', ');
    errors.push(invalidField(path, names, 'only one reference can have controller set to true'));
  }
  return errors;
}

export function validateMetadataUpdate(next: ObjectMeta, old: ObjectMeta): FieldError[] {
  const errors = (['name', 'namespace', 'uid', 'creationTimestamp'] as const).flatMap((field) =>
    immutable(`metadata.${field}`, next[field], old[field]),
  );
  if (old.deletionTimestamp !== '') {
    const added = next.finalizers.filter((finalizer) => !old.finalizers.includes(finalizer));
    if (added.length > 0) {
      const detail = `no new finalizers can be added if the object is being deleted, found new finalizers ${JSON.stringify(added)}`;
      errors.push(forbiddenField('metadata.finalizers', detail));
    }
  }
  return errors;
}
