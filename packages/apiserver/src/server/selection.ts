/** What a list or watch is about: namespace, label and field selectors of its request. */
import {
  badRequest,
  checkPathSegment,
  kinds,
  matchesFields,
  matchesLabels,
  parseFieldSelector,
  parseLabelSelector,
  type KindName,
  type Selectable,
} from '@kuorum/api';

export interface Selection {
  /** Empty: every namespace. */
  readonly namespace: string;
  /** Undefined: everything. */
  readonly matches: ((object: Selectable) => boolean) | undefined;
}

export function selectionOf(
  kind: KindName,
  request: { readonly namespace: string; readonly labelSelector: string; readonly fieldSelector: string },
): Selection {
  const { namespace } = request;
  checkNamespaceField(kind, namespace);
  const labels = parseLabelSelector(request.labelSelector);
  const fields = parseFieldSelector(kind, request.fieldSelector);
  if (labels.length === 0 && fields.length === 0) return { namespace, matches: undefined };
  return {
    namespace,
    matches: (object) => matchesLabels(labels, object.metadata.labels) && matchesFields(fields, object),
  };
}

/** The namespace and name that a request means. */
export function targetOf(
  kind: KindName,
  request: { readonly namespace: string; readonly name: string },
): { namespace: string; name: string } {
  checkNamespaceField(kind, request.namespace);
  if (request.name === '') throw badRequest(`name must be given: which of the ${kinds[kind].plural} is meant?`);
  // No object has such a name; what is looked up is a key in the store, so nothing else is let near it.
  const wrong = checkPathSegment(request.name);
  if (wrong !== undefined)
    throw badRequest(`name is not valid: ${JSON.stringify(request.name.slice(0, 64))}: ${wrong}`);
  return { namespace: kinds[kind].namespaced ? request.namespace || 'default' : '', name: request.name };
}

function checkNamespaceField(kind: KindName, namespace: string): void {
  const { plural, namespaced } = kinds[kind];
  if (!namespaced && namespace !== '') throw badRequest(`namespace may not be set: ${plural} are not in namespaces`);
  const wrong = checkPathSegment(namespace);
  if (wrong !== undefined)
    throw badRequest(`namespace is not valid: ${JSON.stringify(namespace.slice(0, 64))}: ${wrong}`);
}

/** A version that a client got from us; throws BadRequest for anything else. */
export function parseVersion(text: string): number {
  const version = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(version)) return version;
  throw badRequest(`Invalid value: ${JSON.stringify(text)}: resourceVersion must be one that the server gave`);
}
