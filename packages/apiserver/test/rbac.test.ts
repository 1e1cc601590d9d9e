/** Who may do what: rules, bindings, the built-in roles against each verb and kind, and what nobody may give away. */
import {
  ApiStatusError,
  kindNames,
  kinds,
  make,
  type ClusterRole,
  type KindName,
  type Kinds,
  type PolicyRule,
} from '@kuorum/api';
import { expect } from 'chai';
import type { Attributes } from '../dist/auth/attributes.js';
import { firstThatAllows, mastersAuthorizer, mustBeAllowed, type Authorizer } from '../dist/auth/authorize.js';
import { bootstrapRbac, mended } from '../dist/auth/rbac/bootstrap-roles.js';
import { checkGrant } from '../dist/auth/rbac/escalation.js';
import { RoleIndex, type RbacObjects } from '../dist/auth/rbac/role-index.js';
import { notCovered, ruleAllows } from '../dist/auth/rbac/rules.js';
import { userOf, type User } from '../dist/auth/user.js';

const ada = userOf('ada', ['dev', 'system:authenticated']);

/** `get pods/log shop/web`, `list deployments.apps shop/`, `delete nodes /n1`, `get /version`. */
function wantedBy(user: User, text: string): Attributes {
  const [verb = '', what = '', place = '/'] = text.split(' ');
  const base = {
    user,
    verb,
    apiGroup: '',
    resource: '',
    subresource: '',
    namespace: '',
    name: '',
    fields: new Map<string, string>(),
    path: '',
  };
  if (what.startsWith('/')) return { ...base, path: what };
  const [full = '', subresource = ''] = what.split('/');
  const dot = full.indexOf('.');
  const [namespace = '', name = ''] = place.split('/');
  const [resource, apiGroup] = dot < 0 ? [full, ''] : [full.slice(0, dot), full.slice(dot + 1)];
  return { ...base, apiGroup, resource, subresource, namespace, name };
}

/** `get,list pods,pods/log in "",apps named a,b`. */
function rule(text: string): PolicyRule {
  const [, verbs = '', what = '', groups = '', names = ''] =
    /^(\S+) (\S+)(?: in (\S+))?(?: named (\S+))?$/.exec(text) ?? [];
  const listOf = (csv: string): string[] => (csv === '' ? [] : csv.split(',').map((item) => item.replace('""', '')));
  if (what.startsWith('/')) return make('PolicyRule', { verbs: listOf(verbs), nonResourceURLs: listOf(what) });
  return make('PolicyRule', {
    verbs: listOf(verbs),
    apiGroups: groups === '' ? [''] : listOf(groups),
    resources: listOf(what),
    resourceNames: listOf(names),
  });
}

describe('a rule of a role', () => {
  const rows: readonly [string, string, boolean][] = [
    ['get pods', 'get pods shop/web', true],
    ['get pods', 'list pods shop/', false],
    ['get pods', 'get pods.apps shop/web', false],
    ['get pods', 'get pods/log shop/web', false],
    ['get pods/log', 'get pods/log shop/web', true],
    ['get pods/log', 'get pods shop/web', false],
    ['get */scale in apps', 'get deployments.apps/scale shop/web', true],
    ['get */scale in apps', 'get deployments.apps shop/web', false],
    ['* pods', 'delete pods shop/web', true],
    ['get *', 'get pods/log shop/web', true],
    ['get * in *', 'get roles.rbac.authorization.k8s.io shop/web', true],
    ['get secrets named db', 'get secrets shop/db', true],
    ['get secrets named db', 'get secrets shop/db2', false],
    ['list secrets named db', 'list secrets shop/', false],
    ['list secrets named db', 'list secrets shop/db', true],
    ['get /version', 'get /version', true],
    ['get /version', 'get /versions', false],
    ['get /healthz/*', 'get /healthz/etcd', true],
    ['get * in *', 'get /version', false],
    ['get /*', 'get pods shop/web', false],
  ];
  for (const [text, wanted, allowed] of rows) {
    it(`${text}: ${wanted} ${allowed ? 'is allowed' : 'is not'}`, () => {
      expect(ruleAllows(rule(text), wantedBy(ada, wanted))).to.equal(allowed);
    });
  }
});

function objectsOf(more: Partial<RbacObjects> = {}): RbacObjects {
  const built = bootstrapRbac();
  const of = <K extends (typeof built)[number]['kind']>(kind: K): Kinds[K][] =>
    built.flatMap((entry) => (entry.kind === kind ? [entry.object as Kinds[K]] : []));
  return {
    roles: [...of('Role'), ...(more.roles ?? [])],
    roleBindings: [...of('RoleBinding'), ...(more.roleBindings ?? [])],
    clusterRoles: [...of('ClusterRole'), ...(more.clusterRoles ?? [])],
    clusterRoleBindings: [...of('ClusterRoleBinding'), ...(more.clusterRoleBindings ?? [])],
  };
}

function bindingOf(namespace: string, kind: string, name: string, ...subjects: string[]): Kinds['RoleBinding'] {
  return make('RoleBinding', {
    metadata: { name: `${name}-in-${namespace}`, namespace },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind, name },
    subjects: subjects.map((text) => {
      const [type = '', subject = '', of = ''] = text.split(' ');
      return { kind: type, name: subject, namespace: of };
    }),
  });
}

describe('bindings', () => {
  const index = new RoleIndex(
    objectsOf({
      roles: [make('Role', { metadata: { name: 'logs', namespace: 'shop' }, rules: [rule('get pods/log')] })],
      roleBindings: [
        bindingOf('shop', 'Role', 'logs', 'User ada', 'ServiceAccount robot', 'ServiceAccount cron batch'),
        bindingOf('shop', 'ClusterRole', 'view', 'Group dev'),
        bindingOf('lab', 'ClusterRole', 'gone', 'User ada'),
      ],
    }),
  );
  const decide = (user: User, text: string): boolean => index.decide(wantedBy(user, text)).allowed;

  it('hold for users, groups and service accounts, in their namespace only', () => {
    expect(decide(ada, 'get pods/log shop/web')).to.equal(true);
    expect(decide(ada, 'list services shop/')).to.equal(true);
    expect(decide(ada, 'list services lab/')).to.equal(false);
    expect(decide(ada, 'list services /')).to.equal(false);
    expect(decide(userOf('system:serviceaccount:shop:robot', []), 'get pods/log shop/web')).to.equal(true);
    expect(decide(userOf('system:serviceaccount:batch:cron', []), 'get pods/log shop/web')).to.equal(true);
    expect(decide(userOf('system:serviceaccount:lab:robot', []), 'get pods/log shop/web')).to.equal(false);
    expect(decide(userOf('robot', []), 'get pods/log shop/web')).to.equal(false);
    expect(decide(userOf('dev', []), 'list services shop/'), 'a user of the name of a group').to.equal(false);
  });

  it('that hold on any object at all let somebody try', () => {
    const named = new RoleIndex({
      roles: [make('Role', { metadata: { name: 'r', namespace: 'shop' }, rules: [rule('get configmaps named one')] })],
      clusterRoles: [],
      clusterRoleBindings: [],
      roleBindings: [
        make('RoleBinding', {
          metadata: { name: 'b', namespace: 'shop' },
          roleRef: { kind: 'Role', name: 'r' },
          subjects: [{ kind: 'User', name: 'ada' }],
        }),
      ],
    });
    expect(named.mightAllow(wantedBy(ada, 'get configmaps'))).to.equal(true);
    expect(named.mightAllow(wantedBy(ada, 'list configmaps'))).to.equal(false);
    expect(named.mightAllow(wantedBy(ada, 'get secrets'))).to.equal(false);
    expect(named.mightAllow(wantedBy(userOf('eve', []), 'get configmaps'))).to.equal(false);
  });

  it('say which one allowed it, or that their role is not there', () => {
    expect(index.decide(wantedBy(ada, 'list services shop/')).why).to.equal(
      'RBAC: allowed by RoleBinding "view-in-shop/shop" of ClusterRole "view" to Group "dev"',
    );
    expect(index.decide(wantedBy(ada, 'list services lab/')).why).to.equal(
      'RBAC: clusterrole.rbac.authorization.k8s.io "gone" not found',
    );
  });

  it('refuse in Kubernetes’ words', () => {
    const authorizer = firstThatAllows([mastersAuthorizer, (attributes) => index.decide(attributes)]);
    const said = (text: string): string => {
      try {
        mustBeAllowed(authorizer, wantedBy(ada, text));
        return 'allowed';
      } catch (error) {
        return error instanceof ApiStatusError ? `${error.reason}: ${error.message}` : String(error);
      }
    };
    expect(said('list secrets shop/')).to.equal(
      'Forbidden: secrets is forbidden: User "ada" cannot list resource "secrets" in API group "" in the namespace "shop"',
    );
    expect(said('delete deployments.apps shop/web')).to.equal(
      'Forbidden: deployments.apps "web" is forbidden: User "ada" cannot delete resource "deployments" in API group "apps" in the namespace "shop"',
    );
    expect(said('create pods/exec shop/web')).to.contain('cannot create resource "pods/exec" in API group ""');
    expect(said('list nodes /')).to.contain('cannot list resource "nodes" in API group "" at the cluster scope');
    expect(said('get /secret-path')).to.equal('Forbidden: forbidden: User "ada" cannot get path "/secret-path"');
    expect(said('list services lab/')).to.match(/in the namespace "lab": RBAC: clusterrole.* "gone" not found$/);
  });
});

describe('the built-in roles, each against each verb and kind', () => {
  const reads = ['get', 'list', 'watch'];
  const verbs = [...reads, 'create', 'update', 'patch', 'delete', 'deletecollection'];
  const namespaced = kindNames.filter((kind) => kinds[kind].namespaced);
  const without = (all: readonly KindName[], ...left: KindName[]): KindName[] =>
    all.filter((kind) => !left.includes(kind));
  const rbacKinds: KindName[] = ['Role', 'RoleBinding'];
  const viewable: KindName[] = [...without(namespaced, 'Secret', 'Lease', ...rbacKinds), 'Namespace'];

  /** Verbs that a role has on a kind, said once more and in other words than the roles themselves. */
  type Expected = (kind: KindName) => readonly string[];
  const expected: Readonly<Record<string, Expected>> = {
    'cluster-admin': () => verbs,
    admin: (kind) => {
      if (kind === 'Namespace' || kind === 'Endpoints') return reads;
      return namespaced.includes(kind) ? verbs : [];
    },
    edit: (kind) => {
      if (kind === 'Namespace' || kind === 'Endpoints') return reads;
      return namespaced.includes(kind) && !rbacKinds.includes(kind) ? verbs : [];
    },
    view: (kind) => (viewable.includes(kind) ? reads : []),
    'system:kube-scheduler': (kind) => {
      if (kind === 'Event') return ['create', 'patch', 'update'];
      return kind === 'Pod' || kind === 'Node' ? reads : [];
    },
    'system:kube-controller-manager': (kind) => {
      const makes = ['Endpoints', 'Event', 'Job', 'Pod', 'ReplicaSet', 'ServiceAccount'].includes(kind);
      return [...reads, 'update', 'patch', 'delete', ...(makes ? ['create'] : [])];
    },
    'system:node-proxier': (kind) => {
      if (kind === 'Event') return ['create', 'patch', 'update'];
      return ['Endpoints', 'Node', 'Service'].includes(kind) ? reads : [];
    },
    'system:basic-user': () => [],
    'system:discovery': () => [],
    'system:public-info-viewer': () => [],
  };

  const index = new RoleIndex(
    objectsOf({
      roleBindings: Object.keys(expected).map((role) => bindingOf('shop', 'ClusterRole', role, `User in-shop-${role}`)),
      clusterRoleBindings: Object.keys(expected).map((role) => {
        const { roleRef } = bindingOf('', 'ClusterRole', role);
        return make('ClusterRoleBinding', {
          metadata: { name: `t-${role}` },
          roleRef,
          subjects: [{ kind: 'User', name: `all-${role}` }],
        });
      }),
    }),
  );

  for (const [role, verbsOn] of Object.entries(expected)) {
    it(role, () => {
      for (const kind of kindNames) {
        const { namespaced: inNamespace, group: apiGroup, plural: resource } = kinds[kind];
        for (const verb of verbs) {
          for (const namespace of ['shop', 'lab']) {
            const attributes = {
              ...wantedBy(ada, `${verb} x`),
              apiGroup,
              resource,
              namespace: inNamespace ? namespace : '',
              name: 'x',
            };
            const decide = (user: string): boolean => index.decide({ ...attributes, user: userOf(user, []) }).allowed;
            const right = `${verb} ${resource} in ${namespace}`;
            const has = verbsOn(kind).includes(verb);
            expect(decide(`all-${role}`), right).to.equal(has);
            expect(decide(`in-shop-${role}`), `${right}, bound in shop`).to.equal(
              has && inNamespace && namespace === 'shop',
            );
            expect(decide('nobody'), right).to.equal(false);
          }
        }
      }
    });
  }

  const subresources: readonly [string, string][] = [
    ['get pods/log', 'view edit admin system:kube-controller-manager'],
    ['create pods/exec', 'edit admin'],
    ['create pods/portforward', 'edit admin'],
    ['create pods/eviction', 'edit admin'],
    ['create pods/binding', 'system:kube-scheduler'],
    ['update pods/status', 'system:kube-scheduler system:kube-controller-manager'],
    ['update nodes/status', 'system:kube-controller-manager'],
    ['create serviceaccounts/token', 'edit admin'],
    ['update replicationcontrollers/scale', 'edit admin system:kube-controller-manager'],
    ['get replicationcontrollers/scale', 'view edit admin system:kube-controller-manager'],
    ['list pods.metrics.k8s.io', 'view edit admin system:kube-controller-manager'],
    ['list nodes.metrics.k8s.io', 'view edit admin system:kube-controller-manager'],
  ];
  for (const [right, roles] of subresources) {
    it(`${right}: ${roles}`, () => {
      const allowed = Object.keys(expected).filter((role) => {
        const namespace = right.includes('nodes') ? '' : 'shop';
        return index.decide(wantedBy(userOf(`all-${role}`, []), `${right} ${namespace}/x`)).allowed;
      });
      expect(new Set(allowed)).to.deep.equal(new Set(['cluster-admin', ...roles.split(' ')]));
    });
  }

  it('give components a lease each, in kube-system, and everybody the version', () => {
    const scheduler = userOf('system:kube-scheduler', []);
    const may = (user: User, text: string): boolean => index.decide(wantedBy(user, text)).allowed;
    expect(may(scheduler, 'update leases.coordination.k8s.io kube-system/kuorum-scheduler')).to.equal(true);
    expect(may(scheduler, 'update leases.coordination.k8s.io kube-system/kuorum-controllers')).to.equal(false);
    expect(may(scheduler, 'update leases.coordination.k8s.io kube-node-lease/n1')).to.equal(false);
    expect(may(scheduler, 'get secrets shop/db')).to.equal(false);
    expect(may(userOf('system:anonymous', ['system:unauthenticated']), 'get /version')).to.equal(true);
    expect(may(userOf('system:anonymous', ['system:unauthenticated']), 'get /metrics')).to.equal(false);
    expect(may(userOf('system:anonymous', ['system:unauthenticated']), 'list pods shop/')).to.equal(false);
  });
});

describe('built-in roles that somebody has changed', () => {
  const view = bootstrapRbac().find(({ object }) => object.metadata.name === 'view');
  if (view?.kind !== 'ClusterRole') throw new Error('there must be a role view');
  const changed = (rules: readonly PolicyRule[], annotations: Record<string, string> = {}): ClusterRole =>
    make('ClusterRole', { ...view.object, rules: [...rules], metadata: { ...view.object.metadata, annotations } });

  it('get back what they lack and keep what was added', () => {
    const [first, ...rest] = view.object.rules;
    expect(first).to.not.equal(undefined);
    const extra = rule('get secrets');
    const next = mended(view, changed([extra, ...rest])) as ClusterRole;
    expect([...notCovered(next.rules, view.object.rules)]).to.deep.equal([]);
    expect(next.rules).to.deep.include(extra);
    expect(mended(view, next)).to.equal(undefined);
  });

  it('are left alone when they say so', () => {
    expect(mended(view, changed([], { 'rbac.authorization.kubernetes.io/autoupdate': 'false' }))).to.equal(undefined);
  });
});

describe('who writes roles and bindings', () => {
  const index = new RoleIndex(
    objectsOf({
      roles: [make('Role', { metadata: { name: 'strong', namespace: 'shop' }, rules: [rule('* * in *')] })],
      clusterRoles: [
        make('ClusterRole', {
          metadata: { name: 'binder' },
          rules: [rule('bind clusterroles in rbac.authorization.k8s.io named view')],
        }),
        make('ClusterRole', {
          metadata: { name: 'escalator' },
          rules: [rule('escalate roles in rbac.authorization.k8s.io')],
        }),
      ],
      roleBindings: [
        bindingOf('shop', 'ClusterRole', 'admin', 'User ada'),
        bindingOf('shop', 'ClusterRole', 'binder', 'User ben'),
        bindingOf('shop', 'ClusterRole', 'escalator', 'User eve'),
      ],
    }),
  );
  const authorizer: Authorizer = (attributes) => index.decide(attributes);

  function said(name: string, kind: KindName, next: Kinds[KindName], old?: Kinds[KindName]): string {
    const groups = name === 'root' ? ['system:masters'] : [];
    try {
      checkGrant(() => index, authorizer, userOf(name, groups), kind, next, old);
      return 'fine';
    } catch (error) {
      return error instanceof ApiStatusError ? `${error.reason}: ${error.message}` : String(error);
    }
  }
  const role = (...rules: string[]): Kinds['Role'] =>
    make('Role', { metadata: { name: 'mine', namespace: 'shop' }, rules: rules.map(rule) });

  it('must hold what is in a role', () => {
    expect(said('ada', 'Role', role('get,list pods', 'create deployments in apps'))).to.equal('fine');
    expect(said('ada', 'Role', role('get,list pods', 'get nodes,services'))).to.equal(
      'Forbidden: roles.rbac.authorization.k8s.io "mine" is forbidden: user "ada" (groups=[]) is attempting to grant ' +
        'RBAC permissions not currently held:\n{APIGroups:[""], Resources:["nodes"], Verbs:["get"]}',
    );
    expect(said('ada', 'Role', role('* pods')), 'every verb there will ever be').to.contain('not currently held');
    expect(said('root', 'Role', role('* * in *'))).to.equal('fine');
    expect(said('eve', 'Role', role('* * in *')), 'with escalate').to.equal('fine');
    const elsewhere = { ...role('get pods'), metadata: { ...role().metadata, namespace: 'lab' } };
    expect(said('ada', 'Role', elsewhere), 'what is held in another namespace').to.contain('not currently held');
  });

  it('is told the first rules that are missing, and how many more', () => {
    const text = said('ada', 'Role', role('v1,v2,v3,v4,v5 r1,r2 in g1,g2'));
    expect(text.split('\n').slice(1)).to.deep.equal([
      ...['v1', 'v2'].flatMap((verb) =>
        ['g1', 'g2'].flatMap((group) =>
          ['r1', 'r2'].map((resource) => `{APIGroups:["${group}"], Resources:["${resource}"], Verbs:["${verb}"]}`),
        ),
      ),
      'and 12 more',
    ]);
  });

  it('cannot make the server compare millions of permissions, given by a few kilobytes', () => {
    const many = (count: number): string => Array.from({ length: count }, (_, i) => `x${i}`).join(',');
    const bomb = role(`${many(400)} ${many(400)} in ${many(400)}`);
    expect(said('ada', 'Role', bomb)).to.match(/^Forbidden: .* 64000000 permissions .* more than the 20000 .* split/);
    expect(said('ada', 'Role', role(`${many(100)} ${many(200)}`)), 'at the limit').to.contain('and 19992 more');
    expect(said('ada', 'Role', role(`${many(100)} ${many(200)}`, 'get pods')), 'all rules together').to.contain(
      '20001',
    );
    expect(said('root', 'Role', bomb)).to.equal('fine');
    const [first] = notCovered([], bomb.rules);
    expect(first?.verbs, 'made one at a time').to.deep.equal(['x0']);
    const empty = make('PolicyRule', {
      verbs: Array<string>(100_000).fill('v'),
      apiGroups: Array<string>(100_000).fill('g'),
    });
    expect([...notCovered([], [empty])], 'without resources').to.deep.equal([]);
  });

  it('may change the rest of a role that is stronger than they are', () => {
    const strong = role('* * in *');
    expect(said('ada', 'Role', { ...strong, metadata: { ...strong.metadata, labels: { a: 'b' } } }, strong)).to.equal(
      'fine',
    );
    expect(said('ada', 'Role', role('* * in *', 'get pods'), strong)).to.contain('not currently held');
  });

  it('must hold what is in the role of a binding, or the right to bind it', () => {
    expect(said('ada', 'RoleBinding', bindingOf('shop', 'ClusterRole', 'view', 'User mia'))).to.equal('fine');
    expect(said('ada', 'RoleBinding', bindingOf('shop', 'Role', 'strong', 'User ada'))).to.contain(
      'not currently held',
    );
    expect(said('ada', 'RoleBinding', bindingOf('shop', 'ClusterRole', 'cluster-admin', 'User ada'))).to.contain(
      'not currently held',
    );
    expect(said('ben', 'RoleBinding', bindingOf('shop', 'ClusterRole', 'view', 'User mia')), 'with bind').to.equal(
      'fine',
    );
    expect(said('ben', 'RoleBinding', bindingOf('shop', 'ClusterRole', 'edit', 'User mia'))).to.contain(
      'not currently held',
    );
    expect(said('ada', 'RoleBinding', bindingOf('shop', 'Role', 'gone', 'User mia'))).to.equal(
      'NotFound: roles.rbac.authorization.k8s.io "gone" not found',
    );
  });

  it('cannot add themselves to a binding that others made', () => {
    const before = bindingOf('shop', 'ClusterRole', 'cluster-admin', 'User root');
    const labelled = { ...before, metadata: { ...before.metadata, labels: { a: 'b' } } };
    expect(said('ada', 'RoleBinding', labelled, before)).to.equal('fine');
    const joined = bindingOf('shop', 'ClusterRole', 'cluster-admin', 'User root', 'User ada');
    expect(said('ada', 'RoleBinding', joined, before)).to.contain('not currently held');
  });
});
