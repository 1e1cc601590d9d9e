/** What a node may do: what its own pods need, its own node object, lease and events, and nothing of another node's. */
import { ApiStatusError, make, type DeepPartial, type Kinds, type KindName, type Node, type Pod } from '@kuorum/api';
import { expect } from 'chai';
import type { Attributes } from '../dist/auth/attributes.js';
import { nodeAuthorizer } from '../dist/auth/node/node-authorizer.js';
import { checkNodeAccess, checkNodeWrite } from '../dist/auth/node/node-restriction.js';
import { referencesOf } from '../dist/auth/node/pod-references.js';
import { userOf, type User } from '../dist/auth/user.js';

const n1 = userOf('system:node:n1', ['system:nodes', 'system:authenticated']);

/** As JSON: a pod may refer in ways that this test is older than. */
function podOn(nodeName: string, name: string, spec: object = {}): Pod {
  const pod = make('Pod', { metadata: { name, namespace: 'shop' }, spec: { nodeName } });
  return { ...pod, spec: { ...pod.spec, ...spec } };
}

const everyReference = {
  serviceAccountName: 'robot',
  imagePullSecrets: [{ name: 'pull' }],
  initContainers: [{ name: 'i', env: [{ name: 'A', valueFrom: { secretKeyRef: { name: 'init', key: 'a' } } }] }],
  containers: [
    {
      name: 'c',
      env: [
        { name: 'A', valueFrom: { secretKeyRef: { name: 'key', key: 'a' } } },
        { name: 'B', valueFrom: { configMapKeyRef: { name: 'ckey', key: 'a' } } },
      ],
      envFrom: [{ secretRef: { name: 'all' } }, { configMapRef: { name: 'call' } }],
    },
  ],
  volumes: [
    { name: 'volume-secret', secret: { secretName: 'vol' } },
    { name: 'volume-map', configMap: { name: 'cvol' } },
    { name: 'p', projected: { sources: [{ secret: { name: 'proj' } }, { configMap: { name: 'cproj' } }] } },
  ],
};

describe('what a pod refers to', () => {
  it('is found wherever a spec may name it', () => {
    const { secrets, configmaps, serviceaccounts } = referencesOf(podOn('n1', 'web', everyReference));
    expect([...secrets].sort()).to.deep.equal(['all', 'init', 'key', 'proj', 'pull', 'vol']);
    expect([...configmaps].sort()).to.deep.equal(['call', 'ckey', 'cproj', 'cvol']);
    expect([...serviceaccounts]).to.deep.equal(['robot']);
    expect([...referencesOf(podOn('n1', 'bare')).serviceaccounts]).to.deep.equal(['default']);
  });
});

describe('the node authorizer', () => {
  const pods = [
    podOn('n1', 'web', everyReference),
    podOn('n2', 'db', { volumes: [{ secret: { secretName: 'theirs' } }] }),
  ];
  const authorize = nodeAuthorizer((namespace) => pods.filter(({ metadata }) => metadata.namespace === namespace));

  /** `get secrets shop/vol`, and `list pods shop/ spec.nodeName=n1`. */
  function may(user: User, text: string): boolean {
    const [verb = '', what = '', place = '/', selector = ''] = text.split(' ');
    const [full = '', subresource = ''] = what.split('/');
    const dot = full.indexOf('.');
    const [namespace = '', name = ''] = place.split('/');
    const attributes: Attributes = {
      user,
      verb,
      apiGroup: dot < 0 ? '' : full.slice(dot + 1),
      resource: dot < 0 ? full : full.slice(0, dot),
      subresource,
      namespace,
      name,
      fields: new Map(selector === '' ? [] : [selector.split('=') as [string, string]]),
      path: '',
    };
    return authorize(attributes).allowed;
  }

  const allowed = [
    'get secrets shop/vol',
    'watch secrets shop/proj',
    'get configmaps shop/ckey',
    'get serviceaccounts shop/robot',
    'create serviceaccounts/token shop/robot',
    'list pods / spec.nodeName=n1',
    'watch pods / spec.nodeName=n1',
    'get pods shop/web',
    'delete pods shop/web',
    'update pods/status shop/web',
    'get nodes /n1',
    'create nodes /n1',
    'update nodes /n1',
    'update nodes/status /n1',
    'watch nodes /',
    'list services /',
    'watch endpoints /',
    'create events shop/x',
    'patch events shop/x',
    'create leases.coordination.k8s.io kube-node-lease/n1',
    'update leases.coordination.k8s.io kube-node-lease/n1',
  ];
  const refused = [
    'get secrets shop/theirs',
    'get secrets shop/other',
    'get secrets lab/vol',
    'list secrets shop/',
    'list secrets /',
    'update secrets shop/vol',
    'delete secrets shop/vol',
    'get configmaps shop/vol',
    'list configmaps shop/',
    'get serviceaccounts shop/default',
    'update serviceaccounts shop/robot',
    'create serviceaccounts/token shop/default',
    'list pods /',
    'watch pods / spec.nodeName=n2',
    'list pods shop/ metadata.name=db',
    'create pods shop/web',
    'update pods shop/web',
    'deletecollection pods shop/ spec.nodeName=n1',
    'create pods/exec shop/web',
    'get pods/log shop/web',
    'create pods/binding shop/web',
    'update nodes /n2',
    'update nodes/status /n2',
    'create nodes /n2',
    'delete nodes /n1',
    'delete nodes /n2',
    'update services shop/web',
    'update endpoints shop/web',
    'delete events shop/x',
    'list events shop/',
    'update leases.coordination.k8s.io kube-node-lease/n2',
    'update leases.coordination.k8s.io kube-system/n1',
    'list leases.coordination.k8s.io kube-node-lease/',
    'list namespaces /',
    'create rolebindings.rbac.authorization.k8s.io shop/x',
  ];
  for (const text of allowed) {
    it(`lets n1 ${text}`, () => {
      expect(may(n1, text)).to.equal(true);
    });
  }
  for (const text of refused) {
    it(`does not let n1 ${text}`, () => {
      expect(may(n1, text)).to.equal(false);
    });
  }

  it('knows nodes by name and group both', () => {
    for (const [name, ...groups] of [['system:node:n1'], ['n1', 'system:nodes'], ['system:node:', 'system:nodes']]) {
      expect(may(userOf(name ?? '', groups), 'get secrets shop/vol'), name).to.equal(false);
    }
  });
});

describe('what a node writes', () => {
  const nodeWith = (more: DeepPartial<Node>): Node =>
    make('Node', { ...more, metadata: { name: 'n1', ...more.metadata } });
  const own = nodeWith({ metadata: { labels: { 'kubernetes.io/hostname': 'n1', tier: 'a' } } });

  function said<K extends KindName>(kind: K, next: Kinds[K], old?: Kinds[K], user = n1): string {
    try {
      checkNodeWrite(user, kind, next, old);
      return 'fine';
    } catch (error) {
      return error instanceof ApiStatusError ? error.message : String(error);
    }
  }
  const labelled = (labels: Record<string, string>): Node =>
    nodeWith({ metadata: { labels: { ...own.metadata.labels, ...labels } } });

  it('may be its own labels, and none that decide what runs on it', () => {
    for (const key of [
      'kubernetes.io/os',
      'topology.kubernetes.io/zone',
      'kubelet.kubernetes.io/x',
      'tier',
      'my.org/x',
    ]) {
      expect(said('Node', labelled({ [key]: 'new' }), own), key).to.equal('fine');
    }
    const prefix = 'nodes "n1" is forbidden: node "n1" is not allowed to modify labels: ';
    for (const key of [
      'node-restriction.kubernetes.io/x',
      'a.node-restriction.kubernetes.io/x',
      'k8s.io/x',
      'node-role.kubernetes.io/control-plane',
    ]) {
      expect(said('Node', labelled({ [key]: 'new' }), own), key).to.equal(prefix + key);
      expect(said('Node', labelled({ [key]: 'new' })), 'at its creation too').to.equal(prefix + key);
      expect(said('Node', own, labelled({ [key]: 'old' })), 'nor take them off').to.equal(prefix + key);
    }
  });

  it('leaves taints, ranges and owners alone, and other nodes', () => {
    const tainted = nodeWith({ spec: { taints: [{ key: 'a', effect: 'NoSchedule' }] } });
    const bare = nodeWith({});
    expect(said('Node', bare, tainted)).to.contain('is not allowed to modify taints');
    expect(said('Node', tainted), 'it may come with some').to.equal('fine');
    expect(said('Node', nodeWith({ spec: { podCIDR: '10.0.0.0/24' } }), bare)).to.contain('to modify its spec');
    const owned = nodeWith({ metadata: { ownerReferences: [{ kind: 'Pod', name: 'x' }] } });
    expect(said('Node', owned, bare)).to.contain('to modify its owner references');
    const other = make('Node', { metadata: { name: 'n2' } });
    expect(said('Node', other, other)).to.contain('is not allowed to modify another node');
  });

  it('is about pods that are bound to it, whatever it says of them', () => {
    const theirs = podOn('n2', 'db');
    const claimed = podOn('n1', 'db');
    const message = 'pods "db" is forbidden: node "n1" can only reach pods that are bound to it';
    expect(said('Pod', claimed, theirs)).to.equal(message);
    expect(said('Pod', claimed, podOn('n1', 'db'))).to.equal('fine');
    expect(() => checkNodeAccess(n1, 'Pod', { object: theirs })).to.throw(message);
    expect(() => checkNodeAccess(n1, 'Pod', { object: podOn('', 'db') })).to.throw(message);
    checkNodeAccess(n1, 'Pod', { object: claimed });
    checkNodeAccess(userOf('ada', []), 'Pod', { object: theirs });
  });

  it('says of an event that it is its own', () => {
    const from = (host: string): Kinds['Event'] => make('Event', { metadata: { name: 'e' }, source: { host } });
    expect(said('Event', from('n1'))).to.equal('fine');
    expect(said('Event', from('n2'))).to.contain('can only write events with itself as source.host');
    expect(said('Event', from('n1'), from('n2'))).to.contain('can only write events');
  });
});
