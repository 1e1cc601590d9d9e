/** Every rule and default of a pod's spec beyond the oldest ones (validation.test.ts) is a row. */
import { expect } from 'chai';
import * as api from '@kuorum/api';

type Spec = api.DeepPartial<api.PodSpec>;
type Container = api.DeepPartial<api.Container>;

function podOf(spec: Spec): api.Pod {
  const metadata = { name: 'web', namespace: 'default' };
  const containers = [{ name: 'main', image: 'nginx:1' }];
  return api.applyDefaults('Pod', api.make('Pod', { metadata, spec: { containers, ...spec } }));
}

function errorsOf(spec: Spec): string {
  return textOf(api.validate('Pod', podOf(spec)));
}

function textOf(errors: readonly api.FieldError[]): string {
  return errors.map(({ path, message }) => `${path}: ${message}`).join('\n');
}

const main = (container: Container): Spec => ({ containers: [{ name: 'main', image: 'nginx:1', ...container }] });
const init = (container: Container): Spec => ({ initContainers: [{ name: 'init', image: 'nginx:1', ...container }] });
const volume = (source: object): Spec => ({ volumes: [{ name: 'v', ...source }] });
const projected = (...sources: object[]): Spec => volume({ projected: { sources } });
const env = (valueFrom: object, value = ''): Spec => main({ env: [{ name: 'A', value, valueFrom }] });
const exec = { exec: { command: ['true'] } };
const required = 'requiredDuringSchedulingIgnoredDuringExecution';
const preferred = 'preferredDuringSchedulingIgnoredDuringExecution';
const nodeTerm = (term: object): Spec => ({
  affinity: { nodeAffinity: { [required]: { nodeSelectorTerms: [term] } } },
});
const expression = (key: string, operator: string, ...values: string[]): Spec =>
  nodeTerm({ matchExpressions: [{ key, operator, values }] });
const podTerm = (term: object): Spec => ({ affinity: { podAntiAffinity: { [required]: [term] } } });
const spread = (...constraints: object[]): Spec => ({
  topologySpreadConstraints: constraints.map((each) => ({
    maxSkew: 1,
    topologyKey: 'zone',
    whenUnsatisfiable: 'DoNotSchedule',
    ...each,
  })),
});

type Case = [what: string, spec: Spec, error?: RegExp];

function check(cases: readonly Case[]): void {
  for (const [what, spec, error] of cases) {
    it(`${error === undefined ? 'take' : 'refuse'} ${what}`, () => {
      if (error === undefined) expect(errorsOf(spec)).to.equal('');
      else expect(errorsOf(spec)).to.match(new RegExp(error, 'm'));
    });
  }
}

describe('rules of volumes', () =>
  check([
    [
      'each source',
      {
        volumes: [
          { name: 'a', emptyDir: { medium: 'Memory', sizeLimit: '1Gi' } },
          { name: 'b', hostPath: { path: '/var/log', type: 'Directory' } },
          { name: 'c', configMap: { name: 'c', items: [{ key: 'k', path: 'a/b', mode: 0o400 }], optional: true } },
          { name: 'd', secret: { secretName: 's', defaultMode: 0 } },
          { name: 'e', downwardAPI: { items: [{ path: 'labels', fieldRef: { fieldPath: 'metadata.labels' } }] } },
          {
            name: 'f',
            projected: { sources: [{ serviceAccountToken: { path: 'token' } }, { configMap: { name: 'c' } }] },
          },
        ],
      },
    ],
    ['nothing as emptyDir', volume({})],
    ['no name', { volumes: [{ emptyDir: {} }] }, /^spec\.volumes\[0\]\.name: Required value/],
    ['a bad name', { volumes: [{ name: 'A', emptyDir: {} }] }, /^spec\.volumes\[0\]\.name: Invalid value: "A"/],
    ['one name twice', { volumes: [{ name: 'a' }, { name: 'a' }] }, /^spec\.volumes\[1\]\.name: Duplicate value: "a"/],
    [
      'two sources',
      volume({ emptyDir: {}, secret: { secretName: 's' } }),
      /^spec\.volumes\[0\]\.secret: Forbidden: may not specify more than 1 volume type/,
    ],
    ['another medium', volume({ emptyDir: { medium: 'Tape' } }), /emptyDir\.medium: Unsupported value: "Tape"/],
    ['a negative size', volume({ emptyDir: { sizeLimit: '-1' } }), /emptyDir\.sizeLimit: Invalid value/],
    ['no host path', volume({ hostPath: {} }), /hostPath\.path: Required value/],
    ['a host path with ..', volume({ hostPath: { path: '/a/../b' } }), /hostPath\.path: .*must not contain '\.\.'/],
    [
      'a host path of another type',
      volume({ hostPath: { path: '/a', type: 'Pipe' } }),
      /hostPath\.type: Unsupported value/,
    ],
    ['no ConfigMap', volume({ configMap: {} }), /configMap\.name: Required value/],
    ['no Secret', volume({ secret: {} }), /secret\.secretName: Required value/],
    [
      'a mode above 0777',
      volume({ secret: { secretName: 's', defaultMode: 0o1000 } }),
      /secret\.defaultMode: .*0777 \(octal\)/,
    ],
    [
      'a mode below 0',
      volume({ configMap: { name: 'c', items: [{ key: 'k', path: 'p', mode: -1 }] } }),
      /items\[0\]\.mode: /,
    ],
    [
      'an item without a key',
      volume({ configMap: { name: 'c', items: [{ path: 'p' }] } }),
      /items\[0\]\.key: Required value/,
    ],
    [
      'an item without a path',
      volume({ configMap: { name: 'c', items: [{ key: 'k' }] } }),
      /items\[0\]\.path: Required value/,
    ],
    [
      'an absolute item',
      volume({ configMap: { name: 'c', items: [{ key: 'k', path: '/p' }] } }),
      /must be a relative path/,
    ],
    [
      'an item that climbs out',
      volume({ secret: { secretName: 's', items: [{ key: 'k', path: 'a/../../p' }] } }),
      /must not contain '\.\.'/,
    ],
    [
      'an item in a reserved place',
      volume({ secret: { secretName: 's', items: [{ key: 'k', path: '..data' }] } }),
      /must not start with '\.\.'/,
    ],
    [
      'a downward file of nothing',
      volume({ downwardAPI: { items: [{ path: 'p' }] } }),
      /items\[0\]: Required value: either fieldRef or resourceFieldRef is required/,
    ],
    [
      'a downward file of two things',
      volume({
        downwardAPI: {
          items: [
            {
              path: 'p',
              fieldRef: { fieldPath: 'metadata.name' },
              resourceFieldRef: { containerName: 'main', resource: 'limits.cpu' },
            },
          ],
        },
      }),
      /can not be specified simultaneously/,
    ],
    [
      'a downward file of a field only variables have',
      volume({ downwardAPI: { items: [{ path: 'p', fieldRef: { fieldPath: 'status.podIP' } }] } }),
      /fieldRef\.fieldPath: Unsupported value/,
    ],
    [
      'a downward file of no container',
      volume({ downwardAPI: { items: [{ path: 'p', resourceFieldRef: { resource: 'limits.cpu' } }] } }),
      /containerName: Required value/,
    ],
    ['a projection of nothing', projected({}), /sources\[0\]: Required value: must specify a volume type/],
    [
      'a projection of two things',
      projected({ secret: { name: 's' }, configMap: { name: 'c' } }),
      /more than 1 volume type per source/,
    ],
    ['a projection of a nameless Secret', projected({ secret: {} }), /sources\[0\]\.secret\.name: Required value/],
    ['a token without a path', projected({ serviceAccountToken: {} }), /serviceAccountToken\.path: Required value/],
    [
      'a token for a minute',
      projected({ serviceAccountToken: { path: 't', expirationSeconds: 60 } }),
      /may not specify a duration less than 10 minutes/,
    ],
    [
      'two files at one place',
      projected({ serviceAccountToken: { path: 't' } }, { secret: { name: 's', items: [{ key: 'k', path: 't' }] } }),
      /sources\[1\]: Invalid value: "t": conflicting duplicate paths/,
    ],
  ]));

describe('rules of mounts', () => {
  const mounted = (mount: object): Spec => ({ ...volume({ emptyDir: {} }), ...main({ volumeMounts: [mount] }) });
  check([
    ['a mount', mounted({ name: 'v', mountPath: '/a', subPath: 'b/c', readOnly: true })],
    ['a mount of an init container', { ...volume({}), ...init({ volumeMounts: [{ name: 'v', mountPath: '/a' }] }) }],
    ['no name', mounted({ mountPath: '/a' }), /volumeMounts\[0\]\.name: Required value/],
    ['a volume that is not there', mounted({ name: 'w', mountPath: '/a' }), /volumeMounts\[0\]\.name: Not found: "w"/],
    ['no path', mounted({ name: 'v' }), /volumeMounts\[0\]\.mountPath: Required value/],
    [
      'one path twice',
      {
        ...volume({}),
        ...main({
          volumeMounts: [
            { name: 'v', mountPath: '/a' },
            { name: 'v', mountPath: '/a' },
          ],
        }),
      },
      /volumeMounts\[1\]\.mountPath: Invalid value: "\/a": must be unique/,
    ],
    [
      'an absolute subPath',
      mounted({ name: 'v', mountPath: '/a', subPath: '/b' }),
      /subPath: .*must be a relative path/,
    ],
    [
      'a subPath that climbs out',
      mounted({ name: 'v', mountPath: '/a', subPath: 'b/../..' }),
      /subPath: .*must not contain '\.\.'/,
    ],
  ]);
});

describe('rules of variables', () =>
  check([
    ['fields of the pod', env({ fieldRef: { fieldPath: 'spec.serviceAccountName' } })],
    ['a key of a ConfigMap', env({ configMapKeyRef: { name: 'c', key: 'k', optional: true } })],
    ['a key of a Secret', env({ secretKeyRef: { name: 's', key: 'k' } })],
    ['resources', env({ resourceFieldRef: { resource: 'limits.memory', divisor: '1Mi' } })],
    [
      'nothing',
      env({}),
      /valueFrom: .*must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef` or `secretKeyRef`/,
    ],
    [
      'two things',
      env({ fieldRef: { fieldPath: 'metadata.name' }, secretKeyRef: { name: 's', key: 'k' } }),
      /may not have more than one field/,
    ],
    [
      'a value besides',
      env({ fieldRef: { fieldPath: 'metadata.name' } }, 'x'),
      /may not be specified when `value` is not empty/,
    ],
    [
      'an unknown field',
      env({ fieldRef: { fieldPath: 'spec.hostname' } }),
      /fieldRef\.fieldPath: Unsupported value: "spec\.hostname"/,
    ],
    [
      'all labels at once',
      env({ fieldRef: { fieldPath: 'metadata.labels' } }),
      /fieldRef\.fieldPath: Unsupported value/,
    ],
    ['no resource', env({ resourceFieldRef: {} }), /resourceFieldRef\.resource: Required value/],
    [
      'an unknown resource',
      env({ resourceFieldRef: { resource: 'limits.gpu' } }),
      /resourceFieldRef\.resource: Unsupported value/,
    ],
    [
      'a divisor of memory for cpu',
      env({ resourceFieldRef: { resource: 'limits.cpu', divisor: '1Mi' } }),
      /divisor: .*only divisor's values 1m, 1 are supported with the cpu resource/,
    ],
    ['a nameless ConfigMap', env({ configMapKeyRef: { key: 'k' } }), /configMapKeyRef\.name: Invalid value: ""/],
    ['no key', env({ secretKeyRef: { name: 's' } }), /secretKeyRef\.key: Required value/],
    ['a bad key', env({ secretKeyRef: { name: 's', key: 'a/b' } }), /secretKeyRef\.key: .*a valid config key/],
    ['all of a ConfigMap', main({ envFrom: [{ prefix: 'P_', configMapRef: { name: 'c' } }] })],
    ['all of nothing', main({ envFrom: [{}] }), /envFrom\[0\]: .*must specify one of: `configMapRef` or `secretRef`/],
    [
      'all of two',
      main({ envFrom: [{ configMapRef: { name: 'c' }, secretRef: { name: 's' } }] }),
      /may not have more than one field/,
    ],
    [
      'all of a nameless Secret',
      main({ envFrom: [{ secretRef: {} }] }),
      /envFrom\[0\]\.secretRef\.name: Required value/,
    ],
    [
      'a prefix that is no name',
      main({ envFrom: [{ prefix: '1', secretRef: { name: 's' } }] }),
      /envFrom\[0\]\.prefix: .*a valid environment variable name/,
    ],
  ]));

describe('rules of probes and hooks', () => {
  const hook = (handler: object): Spec => main({ lifecycle: { preStop: handler } });
  check([
    [
      'every probe',
      main({
        startupProbe: exec,
        livenessProbe: { grpc: { port: 1 } },
        readinessProbe: { httpGet: { port: 'http', httpHeaders: [{ name: 'X-A', value: 'b' }] } },
      }),
    ],
    [
      'a startup probe that must succeed twice',
      main({ startupProbe: { ...exec, successThreshold: 2 } }),
      /startupProbe\.successThreshold: .*must be 1/,
    ],
    [
      'a probe of two things',
      main({ startupProbe: { ...exec, grpc: { port: 1 } } }),
      /startupProbe: Forbidden: may not specify more than 1 handler type/,
    ],
    ['a gRPC probe without a port', main({ livenessProbe: { grpc: {} } }), /grpc\.port: .*between 1 and 65535/],
    [
      'a bad header',
      main({ livenessProbe: { httpGet: { port: 1, httpHeaders: [{ name: 'a b' }] } } }),
      /httpHeaders\[0\]\.name: .*a valid HTTP header/,
    ],
    [
      'no grace after a failed probe',
      main({ livenessProbe: { ...exec, terminationGracePeriodSeconds: 0 } }),
      /must be greater than 0/,
    ],
    [
      'a grace of a readiness probe',
      main({ readinessProbe: { ...exec, terminationGracePeriodSeconds: 1 } }),
      /must not be set for readinessProbes/,
    ],
    ['hooks', main({ lifecycle: { postStart: exec, preStop: { sleep: { seconds: 30 } } } })],
    ['a hook of nothing', hook({}), /lifecycle\.preStop: Required value: must specify a handler type/],
    [
      'a hook of two things',
      hook({ ...exec, sleep: { seconds: 1 } }),
      /lifecycle\.preStop: Forbidden: may not specify more than 1 handler type/,
    ],
    ['a hook without a command', hook({ exec: {} }), /lifecycle\.preStop\.exec\.command: Required value/],
    ['a hook without a port', hook({ httpGet: {} }), /lifecycle\.preStop\.httpGet\.port: Required value/],
    [
      'a sleep longer than the grace',
      hook({ sleep: { seconds: 31 } }),
      /sleep\.seconds: .*less than terminationGracePeriodSeconds \(30\)/,
    ],
    ['a negative sleep', hook({ sleep: { seconds: -1 } }), /sleep\.seconds: .*must be non-negative/],
  ]);
});

describe('rules of init containers', () =>
  check([
    ['one', init({})],
    ['one without an image', init({ image: '' }), /^spec\.initContainers\[0\]\.image: Required value/],
    ['the name of a container', init({ name: 'main' }), /^spec\.initContainers\[0\]\.name: Duplicate value: "main"/],
    ...(['livenessProbe', 'readinessProbe', 'startupProbe'] as const).map((probe): Case => [
      `a ${probe}`,
      init({ [probe]: exec }),
      new RegExp(`initContainers\\[0\\]\\.${probe}: Forbidden: may not be set for init`),
    ]),
    [
      'a hook',
      init({ lifecycle: { preStop: exec } }),
      /initContainers\[0\]\.lifecycle: Forbidden: may not be set for init/,
    ],
  ]));

describe('rules of security contexts', () => {
  const secured = (securityContext: object): Spec => main({ securityContext });
  check([
    [
      'a usual one',
      secured({
        runAsNonRoot: true,
        runAsUser: 1000,
        allowPrivilegeEscalation: false,
        capabilities: { drop: ['ALL'] },
        seccompProfile: { type: 'RuntimeDefault' },
      }),
    ],
    [
      'a negative user',
      secured({ runAsUser: -1 }),
      /securityContext\.runAsUser: .*must be between 0 and 2147483647, inclusive/,
    ],
    ['a negative group', secured({ runAsGroup: -1 }), /securityContext\.runAsGroup: /],
    [
      'a contradiction',
      secured({ privileged: true, allowPrivilegeEscalation: false }),
      /cannot set `allowPrivilegeEscalation` to false and `privileged` to true/,
    ],
    [
      'another one',
      secured({ capabilities: { add: ['SYS_ADMIN'] }, allowPrivilegeEscalation: false }),
      /CAP_SYS_ADMIN/,
    ],
    ['a profile of no type', secured({ seccompProfile: {} }), /seccompProfile\.type: Required value/],
    [
      'a profile of no file',
      secured({ seccompProfile: { type: 'Localhost' } }),
      /localhostProfile: Required value: must be set when/,
    ],
    [
      'a file of no use',
      secured({ seccompProfile: { type: 'Unconfined', localhostProfile: 'a' } }),
      /can only be set when seccomp type is Localhost/,
    ],
    ["a pod's negative user", { securityContext: { runAsUser: -1 } }, /^spec\.securityContext\.runAsUser: /],
    ['a negative fsGroup', { securityContext: { fsGroup: -1 } }, /^spec\.securityContext\.fsGroup: /],
    [
      'a negative supplemental group',
      { securityContext: { supplementalGroups: [0, -1] } },
      /supplementalGroups\[1\]: /,
    ],
    [
      "a pod's profile of no type",
      { securityContext: { seccompProfile: {} } },
      /^spec\.securityContext\.seccompProfile\.type: Required/,
    ],
  ]);
});

describe('rules of affinity and spreading', () =>
  check([
    [
      'every operator',
      nodeTerm({
        matchExpressions: [
          { key: 'a', operator: 'In', values: ['b'] },
          { key: 'a', operator: 'NotIn', values: ['b'] },
          { key: 'a', operator: 'Exists' },
          { key: 'a', operator: 'DoesNotExist' },
          { key: 'a', operator: 'Gt', values: ['1'] },
          { key: 'a', operator: 'Lt', values: ['1'] },
        ],
        matchFields: [{ key: 'metadata.name', operator: 'In', values: ['node-1'] }],
      }),
    ],
    [
      'no terms',
      { affinity: { nodeAffinity: { [required]: {} } } },
      /nodeSelectorTerms: Required value: must have at least one node selector term/,
    ],
    [
      'In without values',
      expression('a', 'In'),
      /values: Required value: must be specified when `operator` is 'In' or 'NotIn'/,
    ],
    [
      'Exists with values',
      expression('a', 'Exists', 'b'),
      /values: Forbidden: may not be specified when `operator` is 'Exists' or 'DoesNotExist'/,
    ],
    ['Gt of two', expression('a', 'Gt', '1', '2'), /values: Required value: must be specified single value when/],
    [
      'another operator',
      expression('a', 'Like', 'b'),
      /operator: Invalid value: "Like": not a valid selector operator/,
    ],
    ['a key that is none', expression('a b', 'Exists'), /matchExpressions\[0\]\.key: Invalid value: "a b"/],
    [
      'another field',
      nodeTerm({ matchFields: [{ key: 'spec.x', operator: 'In', values: ['a'] }] }),
      /key: .*not a valid field selector key/,
    ],
    [
      'a field of two',
      nodeTerm({ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['a', 'b'] }] }),
      /must be only one value when/,
    ],
    [
      'a field that exists',
      nodeTerm({ matchFields: [{ key: 'metadata.name', operator: 'Exists' }] }),
      /not a valid selector operator/,
    ],
    [
      'a weight of 0',
      {
        affinity: {
          nodeAffinity: { [preferred]: [{ preference: { matchExpressions: [{ key: 'a', operator: 'Exists' }] } }] },
        },
      },
      /weight: Invalid value: 0: must be in the range 1-100/,
    ],
    [
      'a weight of 101',
      { affinity: { podAffinity: { [preferred]: [{ weight: 101, podAffinityTerm: { topologyKey: 'a' } }] } } },
      /weight: Invalid value: 101/,
    ],
    ['pods elsewhere', podTerm({ topologyKey: 'zone', namespaces: ['a'], labelSelector: { matchLabels: { a: 'b' } } })],
    [
      'pods nowhere',
      podTerm({}),
      /podAntiAffinity\.requiredDuringSchedulingIgnoredDuringExecution\[0\]\.topologyKey: Required value: can not be empty/,
    ],
    ['pods of a bad namespace', podTerm({ topologyKey: 'a', namespaces: ['A'] }), /namespaces\[0\]: Invalid value/],
    [
      'pods of bad labels',
      podTerm({ topologyKey: 'a', labelSelector: { matchLabels: { 'a b': 'c' } } }),
      /labelSelector\.matchLabels: Invalid value: "a b"/,
    ],
    ['spreading', spread({ minDomains: 2, labelSelector: { matchLabels: { a: 'b' } } })],
    ['a skew of 0', spread({ maxSkew: 0 }), /maxSkew: Invalid value: 0: must be greater than zero/],
    ['spreading over nothing', spread({ topologyKey: '' }), /topologyKey: Required value: can not be empty/],
    ['neither way', spread({ whenUnsatisfiable: '' }), /whenUnsatisfiable: Unsupported value: ""/],
    ['no places', spread({ minDomains: 0 }), /minDomains: Invalid value: 0: must be greater than zero/],
    [
      'places that need not be',
      spread({ minDomains: 1, whenUnsatisfiable: 'ScheduleAnyway' }),
      /can only use minDomains if whenUnsatisfiable=DoNotSchedule/,
    ],
    [
      'the same twice',
      spread({}, {}),
      /\[1\]\.\{topologyKey, whenUnsatisfiable\}: Duplicate value: "\{zone, DoNotSchedule\}"/,
    ],
  ]));

describe('rules of the rest of a pod', () =>
  check([
    ['a deadline', { activeDeadlineSeconds: 1 }],
    [
      'no time at all',
      { activeDeadlineSeconds: 0 },
      /^spec\.activeDeadlineSeconds: .*must be between 1 and 2147483647, inclusive/,
    ],
    ['a bad account', { serviceAccountName: 'A' }, /^spec\.serviceAccountName: /],
    ['a bad class', { priorityClassName: 'A' }, /^spec\.priorityClassName: /],
    ['a bad subdomain', { subdomain: 'a.b' }, /^spec\.subdomain: /],
    ['a bad gate', { readinessGates: [{ conditionType: 'a b' }] }, /^spec\.readinessGates\[0\]\.conditionType: /],
    ['another DNS policy', { dnsPolicy: 'None' as never }, /^spec\.dnsPolicy: Unsupported value: "None"/],
    ['another preemption policy', { preemptionPolicy: 'Maybe' as never }, /^spec\.preemptionPolicy: Unsupported value/],
  ]));

describe('updates of pods', () => {
  const everything: Spec = {
    ...init({}),
    tolerations: [{ key: 'a', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 5 }],
    activeDeadlineSeconds: 100,
  };
  type Update = [what: string, edit: (spec: api.PodSpec) => void, error?: RegExp];
  const toleration = (spec: api.PodSpec): api.Toleration => {
    const [first] = spec.tolerations;
    if (first === undefined) throw new Error('must have a toleration');
    return first;
  };
  const cases: Update[] = [
    ['images', (spec) => [...spec.containers, ...spec.initContainers].forEach((each) => (each.image = 'nginx:2'))],
    ['a nearer deadline', (spec) => (spec.activeDeadlineSeconds = 99)],
    [
      'a later deadline',
      (spec) => (spec.activeDeadlineSeconds = 101),
      /activeDeadlineSeconds: .*less than or equal to previous/,
    ],
    [
      'no deadline any more',
      (spec) => delete spec.activeDeadlineSeconds,
      /must not update from a positive integer to nil/,
    ],
    ['one toleration more', (spec) => spec.tolerations.push(api.make('Toleration', { operator: 'Exists' }))],
    ['a toleration for longer', (spec) => (toleration(spec).tolerationSeconds = 9)],
    [
      'another toleration',
      (spec) => (toleration(spec).key = 'b'),
      /existing toleration can not be modified except its/,
    ],
    ['no toleration', (spec) => (spec.tolerations = []), /^spec\.tolerations: Forbidden/],
    [
      'an init container more',
      (spec) => spec.initContainers.push(...spec.containers),
      /^spec\.initContainers: Forbidden: pod updates may not add/m,
    ],
    ['a priority', (spec) => (spec.priority = 7), /^spec: Forbidden: .*changed are spec\.priority$/],
    ['an account', (spec) => (spec.serviceAccountName = 'b'), /changed are spec\.serviceAccountName$/],
    [
      'a volume',
      (spec) => spec.volumes.push(api.make('Volume', { name: 'a', emptyDir: {} })),
      /changed are spec\.volumes$/,
    ],
    ['an affinity', (spec) => (spec.affinity = {}), /changed are spec\.affinity$/],
    ['a grace period', (spec) => (spec.terminationGracePeriodSeconds = 1), /spec\.terminationGracePeriodSeconds$/],
  ];
  for (const [what, edit, error] of cases) {
    it(`${error === undefined ? 'let' : 'keep'}: ${what}`, () => {
      const old = podOf(everything);
      const next = structuredClone(old);
      edit(next.spec);
      const text = textOf(api.validateUpdate('Pod', next, old));
      if (error === undefined) expect(text).to.equal('');
      else expect(text).to.match(error);
    });
  }

  it('let a deadline be set that was not there', () => {
    const old = podOf({});
    expect(api.validateUpdate('Pod', { ...old, spec: { ...old.spec, activeDeadlineSeconds: 5 } }, old)).to.be.empty;
  });

  it('let a pod be that was stored before its fields had defaults', () => {
    const metadata = { name: 'web', namespace: 'default' };
    const containers = [{ name: 'main', image: 'nginx:1', livenessProbe: { httpGet: { port: 80 } } }];
    const old = api.make('Pod', { apiVersion: 'v1', kind: 'Pod', metadata, spec: { containers } });
    expect(api.validateUpdate('Pod', api.applyDefaults('Pod', structuredClone(old)), old)).to.deep.equal([]);
  });
});

describe('defaults of pods', () => {
  type Default = [spec: Spec, path: string, value: unknown];
  const file = { path: 'p', fieldRef: { fieldPath: 'metadata.name' } };
  const cases: Default[] = [
    [{}, 'dnsPolicy', 'ClusterFirst'],
    [{}, 'enableServiceLinks', true],
    [{ enableServiceLinks: false }, 'enableServiceLinks', false],
    [{}, 'securityContext', { supplementalGroups: [] }],
    [{}, 'automountServiceAccountToken', undefined],
    [init({ image: 'nginx' }), 'initContainers.0.imagePullPolicy', 'Always'],
    [main({ startupProbe: exec }), 'containers.0.startupProbe.periodSeconds', 10],
    [main({ startupProbe: { httpGet: { port: 1 } } }), 'containers.0.startupProbe.httpGet.scheme', 'HTTP'],
    [main({ lifecycle: { preStop: { httpGet: { port: 1 } } } }), 'containers.0.lifecycle.preStop.httpGet.path', '/'],
    [volume({}), 'volumes.0.emptyDir', { medium: '', sizeLimit: '' }],
    [volume({ configMap: { name: 'c' } }), 'volumes.0.configMap.defaultMode', 0o644],
    [volume({ configMap: { name: 'c' } }), 'volumes.0.emptyDir', undefined],
    [volume({ secret: { secretName: 's', defaultMode: 0 } }), 'volumes.0.secret.defaultMode', 0],
    [volume({ downwardAPI: { items: [file] } }), 'volumes.0.downwardAPI.defaultMode', 0o644],
    [volume({ downwardAPI: { items: [file] } }), 'volumes.0.downwardAPI.items.0.fieldRef.apiVersion', 'v1'],
    [
      projected({ downwardAPI: { items: [file] } }),
      'volumes.0.projected.sources.0.downwardAPI.items.0.fieldRef.apiVersion',
      'v1',
    ],
    [
      projected({ serviceAccountToken: { path: 't' } }),
      'volumes.0.projected.sources.0.serviceAccountToken.expirationSeconds',
      3600,
    ],
  ];
  for (const [spec, path, value] of cases) {
    it(`${JSON.stringify(spec)}: ${path} is ${JSON.stringify(value)}, and twice is once`, () => {
      const pod = podOf(spec);
      const once = structuredClone(pod);
      expect(api.applyDefaults('Pod', pod)).to.deep.equal(once);
      let at: unknown = once.spec;
      for (const step of path.split('.')) at = (at as Record<string, unknown>)[step];
      expect(at).to.deep.equal(value);
    });
  }
});
