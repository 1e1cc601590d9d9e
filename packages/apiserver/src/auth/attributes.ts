/**
 * What a call wants, in the words that rights are given in: a verb on a resource. One table says it for every method;
 * a method that is not in it can be called by nobody, and a server does not start with one.
 */
import { kindNames, kinds, parseFieldTerms, statusError, type KindInfo } from '@kuorum/api';
import type { User } from './user.js';

/** Kubernetes' authorizer.Attributes. */
export interface Attributes {
  readonly user: User;
  /** `get`, `list`, `create`… */
  readonly verb: string;
  /** '' for v1. */
  readonly apiGroup: string;
  /** Plural; empty when the call is about no resource but a {@link path}. */
  readonly resource: string;
  readonly subresource: string;
  /** Empty: all of them, or a kind without namespaces. A namespace is in itself, as in Kubernetes. */
  readonly namespace: string;
  /** Empty: not one object. A list or watch that selects one name has it. */
  readonly name: string;
  /** Of a list or watch, `field=value` by the field; terms that exclude are not here. */
  readonly fields: ReadonlyMap<string, string>;
  /** What is no resource: `/version`. */
  readonly path: string;
}

interface MethodRight {
  readonly verb: string;
  readonly subresource: string;
}

function right(verb: string, subresource = ''): MethodRight {
  return { verb, subresource };
}

/** Methods of the kinds' services. What only some kinds have is here too: the name of a method says the same everywhere. */
const kindMethods: ReadonlyMap<string, MethodRight> = new Map([
  ['Create', right('create')],
  ['Get', right('get')],
  ['List', right('list')],
  ['Watch', right('watch')],
  ['Update', right('update')],
  ['UpdateStatus', right('update', 'status')],
  ['Patch', right('patch')],
  ['Delete', right('delete')],
  ['DeleteCollection', right('deletecollection')],
  ['GetScale', right('get', 'scale')],
  ['UpdateScale', right('update', 'scale')],
  ['Scale', right('update', 'scale')],
  ['Bind', right('create', 'binding')],
  ['Evict', right('create', 'eviction')],
  ['Logs', right('get', 'log')],
  ['Exec', right('create', 'exec')],
  ['PortForward', right('create', 'portforward')],
  ['CreateToken', right('create', 'token')],
]);

/** Methods of services that are no kind's. */
const otherMethods: ReadonlyMap<string, Pick<Attributes, 'verb' | 'apiGroup' | 'resource' | 'path'>> = new Map([
  ['/kuorum.v1.EncryptionService/Status', { verb: 'get', apiGroup: '', resource: '', path: '/encryption' }],
  ['/kuorum.v1.EncryptionService/Rotate', { verb: 'update', apiGroup: '', resource: '', path: '/encryption' }],
  ['/kuorum.v1.VersionService/Get', { verb: 'get', apiGroup: '', resource: '', path: '/version' }],
  [
    '/kuorum.v1.SelfSubjectAccessReviewService/Create',
    { verb: 'create', apiGroup: 'authorization.k8s.io', resource: 'selfsubjectaccessreviews', path: '' },
  ],
  [
    '/kuorum.v1.SelfSubjectRulesReviewService/Create',
    { verb: 'create', apiGroup: 'authorization.k8s.io', resource: 'selfsubjectrulesreviews', path: '' },
  ],
  [
    '/kuorum.v1.SelfSubjectReviewService/Create',
    { verb: 'create', apiGroup: 'authentication.k8s.io', resource: 'selfsubjectreviews', path: '' },
  ],
  [
    '/kuorum.v1.MetricsService/ListNodeMetrics',
    { verb: 'list', apiGroup: 'metrics.k8s.io', resource: 'nodes', path: '' },
  ],
  [
    '/kuorum.v1.MetricsService/ListPodMetrics',
    { verb: 'list', apiGroup: 'metrics.k8s.io', resource: 'pods', path: '' },
  ],
]);

const kindsByService: ReadonlyMap<string, KindInfo> = new Map(
  kindNames.map((kind) => [kinds[kind].service, kinds[kind]]),
);

/** Whether anybody can call the method: `/kuorum.v1.PodService/Get`. */
export function isKnownMethod(method: string): boolean {
  return otherMethods.has(method) || kindMethodOf(method) !== undefined;
}

/** `request` as it came or decoded, which say the same. Throws Forbidden for a method that is not in the table. */
export function attributesOf(method: string, request: unknown, user: User): Attributes {
  const other = otherMethods.get(method);
  if (other !== undefined) {
    const lists = other.verb === 'list';
    const fields = lists ? fieldsOf(request) : noFields;
    const namespace = lists ? textAt(request, 'namespace') : '';
    return { user, ...other, subresource: '', namespace, name: fields.get('metadata.name') ?? '', fields };
  }
  const found = kindMethodOf(method);
  if (found === undefined) {
    throw statusError(
      'Forbidden',
      `forbidden: User ${JSON.stringify(user.name)} cannot call ${method}: nothing says what right it takes`,
    );
  }
  const { info, verb } = found;
  const { group: apiGroup, plural: resource } = info;
  const subresource = verb === 'patch' ? textAt(request, 'subresource') : found.subresource;
  const fields = verb === 'list' || verb === 'watch' || verb === 'deletecollection' ? fieldsOf(request) : noFields;
  const { namespace, name } = placeOf(info, verb, request, fields);
  return { user, verb, apiGroup, resource, subresource, namespace, name, fields, path: '' };
}

/** What a call may be about when its request is not there yet: everywhere, every name. Empty for a method of no service of ours. */
export function possibleAttributesOf(method: string, user: User): Attributes[] {
  const anywhere = { user, subresource: '', namespace: '', name: '', fields: noFields };
  const other = otherMethods.get(method);
  if (other !== undefined) return [{ ...anywhere, ...other }];
  const found = kindMethodOf(method);
  if (found === undefined) return [];
  const { verb, info } = found;
  // A patch names its subresource itself.
  const subresources = verb === 'patch' && info.hasStatus ? ['', 'status'] : [found.subresource];
  return subresources.map((subresource) => ({
    ...anywhere,
    verb,
    apiGroup: info.group,
    resource: info.plural,
    subresource,
    path: '',
  }));
}

function kindMethodOf(method: string): (MethodRight & { readonly info: KindInfo }) | undefined {
  const [, service = '', name = ''] = method.split('/');
  const info = kindsByService.get(service);
  const found = kindMethods.get(name);
  return info === undefined || found === undefined ? undefined : { info, ...found };
}

/** The same place that the handlers find: an object's own metadata, or the request's fields; no namespace is `default`. */
function placeOf(
  info: KindInfo,
  verb: string,
  request: unknown,
  fields: ReadonlyMap<string, string>,
): { namespace: string; name: string } {
  // The first message of a stream has its options in a message of their own. A message that is left out is an empty one.
  const source = has(request, 'object')
    ? at(at(request, 'object'), 'metadata')
    : has(request, 'options')
      ? at(request, 'options')
      : request;
  const many = verb === 'list' || verb === 'watch' || verb === 'deletecollection';
  const name = many ? (fields.get('metadata.name') ?? '') : textAt(source, 'name');
  if (info.kind === 'Namespace') return { namespace: name, name };
  if (!info.namespaced) return { namespace: '', name };
  const namespace = textAt(source, 'namespace');
  return { namespace: many ? namespace : namespace || 'default', name };
}

/** Of what selects nothing. */
export const noFields: ReadonlyMap<string, string> = new Map();

/** What cannot be read selects nothing here; the handler says what is wrong with it. */
function fieldsOf(request: unknown): ReadonlyMap<string, string> {
  const text = textAt(request, 'fieldSelector');
  if (text === '') return noFields;
  try {
    return new Map(parseFieldTerms(text).flatMap(({ path, value, negated }) => (negated ? [] : [[path, value]])));
  } catch {
    return noFields;
  }
}

function has(value: unknown, field: string): boolean {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, field);
}

function at(value: unknown, field: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[field] : undefined;
}

function textAt(value: unknown, field: string): string {
  const text = at(value, field);
  return typeof text === 'string' ? text : '';
}
