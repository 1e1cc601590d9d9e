/** What right each method takes. */
import { expect } from 'chai';
import { fromWire, kindNames, kinds, make, type MessageName } from '@kuorum/api';
import { serviceDefinition } from '@kuorum/wire';
import { attributesOf, isKnownMethod, type Attributes } from '../dist/auth/attributes.js';
import { userOf } from '../dist/auth/user.js';

const ada = userOf('ada', []);

function shortOf(method: string, request: unknown): string {
  const { verb, apiGroup, resource, subresource, namespace, name, path } = attributesOf(
    `/kuorum.v1.${method}`,
    request,
    ada,
  );
  const what = [resource, ...(subresource === '' ? [] : [subresource])].join('/');
  return `${verb} ${apiGroup === '' ? '' : `${apiGroup}:`}${what}${path} ${namespace}|${name}`;
}

describe('the right that a call takes', () => {
  const web = { object: make('Pod', { metadata: { namespace: 'shop', name: 'web' } }) };
  const target = { namespace: 'shop', name: 'web' };
  const rows: readonly [string, unknown, string][] = [
    ['PodService/Create', web, 'create pods shop|web'],
    ['PodService/Create', { object: make('Pod', { metadata: { generateName: 'web-' } }) }, 'create pods default|'],
    ['PodService/Get', target, 'get pods shop|web'],
    ['PodService/Get', { namespace: '', name: 'web' }, 'get pods default|web'],
    ['PodService/List', { namespace: 'shop' }, 'list pods shop|'],
    ['PodService/List', { namespace: '' }, 'list pods |'],
    ['PodService/List', { namespace: 'shop', fieldSelector: 'metadata.name=web' }, 'list pods shop|web'],
    ['PodService/Watch', { namespace: 'shop', fieldSelector: 'a=b, metadata.name == web' }, 'watch pods shop|web'],
    ['PodService/List', { namespace: 'shop', fieldSelector: 'metadata.name!=web' }, 'list pods shop|'],
    // One name with a comma, not the name before it: that would be the right to one object, and another one given.
    ['PodService/List', { fieldSelector: 'metadata.name=web\\,x' }, 'list pods |web,x'],
    ['PodService/List', { fieldSelector: 'metadata.name=web\\' }, 'list pods |'],
    ['PodService/List', { fieldSelector: 'metadata.name=web,metadata.name=a=b' }, 'list pods |'],
    ['PodService/Update', web, 'update pods shop|web'],
    ['PodService/UpdateStatus', web, 'update pods/status shop|web'],
    ['PodService/Patch', { ...target, subresource: '' }, 'patch pods shop|web'],
    ['PodService/Patch', { ...target, subresource: 'status' }, 'patch pods/status shop|web'],
    ['PodService/Delete', target, 'delete pods shop|web'],
    ['PodService/DeleteCollection', { namespace: 'shop' }, 'deletecollection pods shop|'],
    ['PodService/Bind', target, 'create pods/binding shop|web'],
    ['PodService/Evict', target, 'create pods/eviction shop|web'],
    ['PodService/Logs', target, 'get pods/log shop|web'],
    ['PodService/Exec', target, 'create pods/exec shop|web'],
    ['PodService/PortForward', target, 'create pods/portforward shop|web'],
    ['ReplicationControllerService/Scale', target, 'update replicationcontrollers/scale shop|web'],
    ['ReplicationControllerService/GetScale', target, 'get replicationcontrollers/scale shop|web'],
    ['NodeService/Get', { namespace: '', name: 'n1' }, 'get nodes |n1'],
    ['NamespaceService/Delete', { namespace: '', name: 'shop' }, 'delete namespaces shop|shop'],
    ['LeaseService/Get', target, 'get coordination.k8s.io:leases shop|web'],
    ['VersionService/Get', {}, 'get /version |'],
    ['MetricsService/ListNodeMetrics', {}, 'list metrics.k8s.io:nodes |'],
    ['MetricsService/ListPodMetrics', { namespace: 'shop' }, 'list metrics.k8s.io:pods shop|'],
    ['MetricsService/ListPodMetrics', { fieldSelector: 'metadata.name=web' }, 'list metrics.k8s.io:pods |web'],
  ];
  for (const [method, request, expected] of rows) {
    it(`${method} ${JSON.stringify(request).slice(0, 60)}: ${expected}`, () => {
      expect(shortOf(method, request)).to.equal(expected);
    });
  }

  const services = [
    ...kindNames.map((kind) => kinds[kind].service),
    'kuorum.v1.MetricsService',
    'kuorum.v1.SelfSubjectAccessReviewService',
    'kuorum.v1.VersionService',
  ];

  it('is the same of a request as it came and of what it is decoded to, which is what is handled', () => {
    const place = { namespace: 'shop', name: 'web' };
    const requests = [
      {},
      place,
      { ...place, subresource: 'status', fieldSelector: 'metadata.name=web,spec.nodeName=n1' },
      { object: {} },
      { object: { metadata: {} } },
      { object: { metadata: place }, namespace: 'other', name: 'other' },
      { options: {} },
      { options: place },
    ];
    for (const method of services.flatMap((service) => Object.values(serviceDefinition(service)))) {
      const message = (method.requestType.type as { name: MessageName }).name;
      for (const request of requests) {
        const raw = method.requestDeserialize(method.requestSerialize(request)) as unknown;
        const [came, decoded] = [raw, fromWire(message, raw)].map((each) => attributesOf(method.path, each, ada));
        expect(came, `${method.path} ${JSON.stringify(request)}`).to.deep.equal(decoded);
      }
    }
  });

  it('is known of every method of every service', () => {
    const methods = services.flatMap((service) => Object.values(serviceDefinition(service)).map(({ path }) => path));
    expect(methods.filter((method) => !isKnownMethod(method))).to.deep.equal([]);
    expect(methods.length).to.be.greaterThan(60);
  });

  it('of a method that nobody has thought of is nobody’s', () => {
    for (const method of ['/kuorum.v1.PodService/Steal', '/kuorum.v1.VaultService/Get', '/', '', 'Get']) {
      expect(isKnownMethod(method)).to.equal(false);
      const masters = (): Attributes => attributesOf(method, {}, userOf('ada', ['system:masters']));
      expect(masters).to.throw('forbidden: User "ada" cannot call');
    }
  });
});
