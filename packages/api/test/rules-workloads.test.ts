/** Every rule and every default of the kinds that make pods is a row. */
import { expect } from 'chai';
import * as api from '@kuorum/api';
import { edit, valueAt, type Edits } from './edit.js';
import { workloadSamples } from './samples-workloads.js';

type Kind = keyof typeof workloadSamples;

/** A good object as the server makes it, with fields of it replaced. */
function edited(kind: Kind, edits: Edits): api.Kinds[Kind] {
  const object = api.make(kind, structuredClone(workloadSamples[kind]));
  if (kind === 'Job') api.generateJobSelector(object as api.Job);
  return edit(api.applyDefaults(kind, object), edits);
}

function textOf(errors: readonly api.FieldError[]): string {
  return errors.map(({ path, message }) => `${path}: ${message}`).join('\n');
}

const selector = (partial: api.DeepPartial<api.LabelSelector>): api.LabelSelector => api.make('LabelSelector', partial);
const expression = (key: string, operator: api.LabelSelectorRequirement['operator'], ...values: string[]) =>
  selector({ matchLabels: { app: 'web' }, matchExpressions: [{ key, operator, values }] });
const other = selector({ matchLabels: { app: 'other' } });

describe('rules of kinds that make pods', () => {
  type Case = [kind: Kind, edits: Edits, error?: RegExp];

  /** Rules that ReplicaSet, Deployment and DaemonSet share. */
  const running: [edits: Edits, error?: RegExp][] = [
    [{ 'spec.selector': undefined }, /^spec\.selector: Required value$/],
    [{ 'spec.selector': selector({}) }, /^spec\.selector: Invalid value: .*: empty selector is invalid for /],
    [{ 'spec.selector': other }, /^spec\.template\.metadata\.labels: .*`selector` does not match template `labels`/],
    [{ 'spec.selector': expression('app', 'In', 'web', 'api') }],
    [{ 'spec.selector': expression('app', 'Exists') }],
    [{ 'spec.selector': expression('app', 'In') }, /matchExpressions\[0\]\.values: Required value: must be specified/],
    [{ 'spec.selector': expression('app', 'NotIn') }, /values: Required value: must be specified when `operator` is/],
    [{ 'spec.selector': expression('app', 'Exists', 'x') }, /values: Forbidden: may not be specified when `operator`/],
    [{ 'spec.selector': expression('app', '') }, /\.operator: Invalid value: "": not a valid selector operator/],
    [{ 'spec.selector': expression('a b', 'Exists') }, /matchExpressions\[0\]\.key: Invalid value: "a b"/],
    [
      { 'spec.selector': expression('app', 'In', 'web', '-') },
      /matchExpressions\[0\]\.values\[1\]: Invalid value: "-"/,
    ],
    [{ 'spec.selector': selector({ matchLabels: { app: '-' } }) }, /^spec\.selector\.matchLabels\[app\]: Invalid/],
    [{ 'spec.template.metadata.labels': { app: 'web', 'a b': '' } }, /^spec\.template\.metadata\.labels: .*"a b"/],
    [{ 'spec.template.spec.containers': [] }, /^spec\.template\.spec\.containers: Required value/],
    [{ 'spec.template.spec.restartPolicy': 'Never' }, /restartPolicy: Unsupported value: "Never": .*: "Always"/],
    [{ 'spec.template.spec.activeDeadlineSeconds': 60 }, /activeDeadlineSeconds: Forbidden: .* is not Supported/],
    [{ 'spec.minReadySeconds': -1 }, /^spec\.minReadySeconds: Invalid value: -1: must be greater than or equal to 0/],
    [{ 'metadata.name': 'Web' }, /^metadata\.name: .*RFC 1123 subdomain/],
    [{ apiVersion: 'v1' }, /^apiVersion: Invalid value: "v1": must be apps\/v1/],
  ];

  const deploymentStrategy = (maxUnavailable: unknown, maxSurge: unknown): Edits => ({
    'spec.strategy.rollingUpdate': { maxUnavailable, maxSurge },
  });
  const daemonStrategy = (maxUnavailable: unknown, maxSurge: unknown): Edits => ({
    'spec.updateStrategy.rollingUpdate': { maxUnavailable, maxSurge },
  });

  const cases: Case[] = [
    ...(['ReplicaSet', 'Deployment', 'DaemonSet'] as const).flatMap((kind) =>
      running.map(([edits, error]): Case => (error === undefined ? [kind, edits] : [kind, edits, error])),
    ),
    ['ReplicaSet', { 'spec.replicas': 0 }],
    ['ReplicaSet', { 'spec.replicas': -1 }, /^spec\.replicas: Invalid value: -1/],
    ['ReplicaSet', { 'status.replicas': -1 }, /^status\.replicas: Invalid value: -1/],
    ['ReplicaSet', { 'status.readyReplicas': 1 }, /^status\.readyReplicas: .*cannot be greater than status\.replicas/],
    ['ReplicaSet', { 'status.fullyLabeledReplicas': 1 }, /fullyLabeledReplicas: .*greater than status\.replicas/],
    [
      'ReplicaSet',
      { 'status.replicas': 2, 'status.readyReplicas': 1, 'status.availableReplicas': 2 },
      /^status\.availableReplicas: Invalid value: 2: cannot be greater than readyReplicas/,
    ],

    ['Deployment', { 'spec.replicas': -1 }, /^spec\.replicas: Invalid value: -1/],
    ['Deployment', { 'spec.revisionHistoryLimit': 0 }],
    ['Deployment', { 'spec.revisionHistoryLimit': -1 }, /^spec\.revisionHistoryLimit: Invalid value: -1/],
    ['Deployment', { 'spec.progressDeadlineSeconds': -1 }, /^spec\.progressDeadlineSeconds: .*greater than or equal/],
    [
      'Deployment',
      { 'spec.progressDeadlineSeconds': 60, 'spec.minReadySeconds': 60 },
      /^spec\.progressDeadlineSeconds: Invalid value: 60: must be greater than minReadySeconds/,
    ],
    ['Deployment', { 'spec.strategy.type': 'Blue' }, /^spec\.strategy\.type: Unsupported value: "Blue": .*"Recreate"/],
    ['Deployment', { 'spec.strategy': { type: 'Recreate' } }],
    [
      'Deployment',
      { 'spec.strategy.type': 'Recreate' },
      /rollingUpdate: Forbidden: may not be .* `type` is 'Recreate'/,
    ],
    ['Deployment', deploymentStrategy(0, 1)],
    ['Deployment', deploymentStrategy('100%', 0)],
    ['Deployment', deploymentStrategy(1, '150%')],
    ['Deployment', deploymentStrategy(0, 0), /maxUnavailable: Invalid value: 0: may not be 0 when `maxSurge` is 0/],
    ['Deployment', deploymentStrategy('0%', '0%'), /maxUnavailable: .*may not be 0 when `maxSurge` is 0/],
    ['Deployment', deploymentStrategy('101%', 1), /maxUnavailable: .*"101%": must not be greater than 100%/],
    ['Deployment', deploymentStrategy(-1, 1), /maxUnavailable: Invalid value: -1: must be greater than or equal to 0/],
    ['Deployment', deploymentStrategy(1, -1), /maxSurge: Invalid value: -1: must be greater than or equal to 0/],
    ['Deployment', deploymentStrategy('half', 1), /maxUnavailable: .*"half": must be an integer or percentage/],
    ['Deployment', deploymentStrategy(1, '5'), /maxSurge: Invalid value: "5": must be an integer or percentage/],
    ['Deployment', { 'status.updatedReplicas': 1 }, /^status\.updatedReplicas: .*greater than status\.replicas/],
    ['Deployment', { 'status.unavailableReplicas': -1 }, /^status\.unavailableReplicas: Invalid value: -1/],
    ['Deployment', { 'status.collisionCount': -1 }, /^status\.collisionCount: Invalid value: -1/],

    ['DaemonSet', { 'spec.revisionHistoryLimit': -1 }, /^spec\.revisionHistoryLimit: Invalid value: -1/],
    ['DaemonSet', { 'spec.updateStrategy': { type: 'OnDelete' } }],
    ['DaemonSet', { 'spec.updateStrategy.type': 'Recreate' }, /updateStrategy\.type: Unsupported value: "Recreate"/],
    ['DaemonSet', daemonStrategy('30%', 0)],
    ['DaemonSet', daemonStrategy(0, '30%')],
    ['DaemonSet', daemonStrategy(1, 1), /maxSurge: Invalid value: 1: may not be set when maxUnavailable is non-zero/],
    ['DaemonSet', daemonStrategy(0, '0%'), /maxUnavailable: Required value: cannot be 0 when maxSurge is 0/],
    ['DaemonSet', daemonStrategy('x', 0), /maxUnavailable: .*must be an integer or percentage/],
    ['DaemonSet', daemonStrategy(0, '101%'), /maxSurge: .*must not be greater than 100%/],
    ['DaemonSet', { 'status.numberReady': -1 }, /^status\.numberReady: Invalid value: -1/],

    ['Job', { 'spec.parallelism': 0 }],
    ['Job', { 'spec.parallelism': -1 }, /^spec\.parallelism: Invalid value: -1/],
    ['Job', { 'spec.completions': -1 }, /^spec\.completions: Invalid value: -1/],
    ['Job', { 'spec.backoffLimit': -1 }, /^spec\.backoffLimit: Invalid value: -1/],
    ['Job', { 'spec.activeDeadlineSeconds': -1 }, /^spec\.activeDeadlineSeconds: Invalid value: -1/],
    ['Job', { 'spec.template.spec.activeDeadlineSeconds': 60 }],
    ['Job', { 'spec.ttlSecondsAfterFinished': -1 }, /^spec\.ttlSecondsAfterFinished: Invalid value: -1/],
    ['Job', { 'spec.completionMode': 'Indexed' }],
    ['Job', { 'spec.completionMode': 'Each' }, /^spec\.completionMode: Unsupported value: "Each".*"Indexed"/],
    [
      'Job',
      { 'spec.completionMode': 'Indexed', 'spec.completions': undefined },
      /^spec\.completions: Required value: when completion mode is Indexed/,
    ],
    [
      'Job',
      { 'spec.completionMode': 'Indexed', 'spec.parallelism': 100_001 },
      /^spec\.parallelism: .*must be less than or equal to 100000 when completion mode is Indexed/,
    ],
    ['Job', { 'spec.template.spec.restartPolicy': 'OnFailure' }],
    [
      'Job',
      { 'spec.template.spec.restartPolicy': 'Always' },
      /^spec\.template\.spec\.restartPolicy: Required value: valid values: "OnFailure", "Never"/,
    ],
    ['Job', { 'spec.template.spec.restartPolicy': '' }, /restartPolicy: Required value: valid values/],
    ['Job', { 'spec.selector': undefined }, /^spec\.selector: Required value/],
    ['Job', { 'spec.selector': other }, /^spec\.selector: .*`selector` not auto-generated/],
    [
      'Job',
      { 'spec.template.metadata.labels': { app: 'pi' } },
      /^spec\.template\.metadata\.labels\[batch\.kubernetes\.io\/job-name\]: Required value: must be 'pi'/,
    ],
    ['Job', { 'spec.manualSelector': true, 'spec.selector': other }, /labels: .*`selector` does not match template/],
    ['Job', { 'spec.manualSelector': true, 'spec.selector': other, 'spec.template.metadata.labels': { app: 'other' } }],
    ['Job', { 'status.failed': -1 }, /^status\.failed: Invalid value: -1/],
    ['Job', { 'status.startTime': 'noon' }, /^status\.startTime: Invalid value: "noon": must be an RFC 3339 time/],

    ['CronJob', { 'spec.schedule': '' }, /^spec\.schedule: Required value/],
    ['CronJob', { 'spec.schedule': '* * * *' }, /^spec\.schedule: .*expected exactly 5 fields, found 4/],
    ['CronJob', { 'spec.schedule': 'TZ=UTC 0 0 * * *' }, /^spec\.schedule: .*use timeZone field instead/],
    [
      'CronJob',
      { 'spec.schedule': 'CRON_TZ=UTC 0 0 * * *', 'spec.timeZone': 'UTC' },
      /^spec\.schedule: .*cannot use both timeZone field and TZ or CRON_TZ in schedule/,
    ],
    ['CronJob', { 'spec.timeZone': 'Europe/Berlin' }],
    [
      'CronJob',
      { 'spec.timeZone': '' },
      /^spec\.timeZone: Invalid value: "": timeZone must be nil or non-empty string/,
    ],
    ['CronJob', { 'spec.timeZone': 'local' }, /^spec\.timeZone: .*must be an explicit time zone/],
    ['CronJob', { 'spec.timeZone': 'Mars/Olympus' }, /^spec\.timeZone: .*unknown time zone Mars\/Olympus/],
    ['CronJob', { 'spec.timeZone': '+01:00' }, /^spec\.timeZone: .*unknown time zone \+01:00/],
    ['CronJob', { 'spec.startingDeadlineSeconds': -1 }, /^spec\.startingDeadlineSeconds: Invalid value: -1/],
    ['CronJob', { 'spec.successfulJobsHistoryLimit': -1 }, /^spec\.successfulJobsHistoryLimit: Invalid value: -1/],
    ['CronJob', { 'spec.failedJobsHistoryLimit': -1 }, /^spec\.failedJobsHistoryLimit: Invalid value: -1/],
    [
      'CronJob',
      { 'spec.concurrencyPolicy': 'Queue' },
      /^spec\.concurrencyPolicy: Unsupported value: "Queue".*"Forbid"/,
    ],
    ['CronJob', { 'metadata.name': 'a'.repeat(52) }],
    ['CronJob', { 'metadata.name': 'a'.repeat(53) }, /^metadata\.name: .*must be no more than 52 characters/],
    [
      'CronJob',
      { 'spec.jobTemplate.spec.selector': other },
      /^spec\.jobTemplate\.spec\.selector: .*`selector` will be auto-generated/,
    ],
    [
      'CronJob',
      { 'spec.jobTemplate.spec.manualSelector': true },
      /^spec\.jobTemplate\.spec\.manualSelector: Unsupported value: true: supported values: "nil", "false"/,
    ],
    [
      'CronJob',
      { 'spec.jobTemplate.spec.template.spec.restartPolicy': 'Always' },
      /^spec\.jobTemplate\.spec\.template\.spec\.restartPolicy: Required value: valid values/,
    ],
    ['CronJob', { 'spec.jobTemplate.spec.backoffLimit': -1 }, /^spec\.jobTemplate\.spec\.backoffLimit: .*-1/],
  ];
  for (const [kind, edits, error] of cases) {
    it(`${error === undefined ? 'accepts' : 'refuses'} ${kind} ${JSON.stringify(edits).slice(0, 90)}`, () => {
      const text = textOf(api.validate(kind, edited(kind, edits)));
      if (error === undefined) expect(text).to.equal('');
      else expect(text).to.match(new RegExp(error, 'm'));
    });
  }
});

describe('what may change of kinds that make pods', () => {
  type Case = [kind: Kind, old: Edits, next: Edits, error?: RegExp];
  const both = { 'spec.selector': other, 'spec.template.metadata.labels': { app: 'other' } };
  const image = { 'spec.template.spec.containers': [api.make('Container', { name: 'main', image: 'x:2' })] };
  const suspended = { 'spec.suspend': true };
  const ssd = { matchExpressions: [{ key: 'disk', operator: 'In', values: ['ssd'] }] };
  const required = { nodeSelectorTerms: [ssd] };
  const onSsd = api.make('Affinity', {
    nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: required },
  });
  const web = { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: { app: 'web' } } };
  const awayFromWeb = api.make('Affinity', {
    podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [web] },
  });
  const cases: Case[] = [
    ['ReplicaSet', {}, both, /^spec\.selector: .*field is immutable/],
    ['Deployment', {}, both, /^spec\.selector: .*field is immutable/],
    ['DaemonSet', {}, both, /^spec\.selector: .*field is immutable/],
    ['ReplicaSet', {}, { 'spec.replicas': 5, ...image }],
    ['Deployment', {}, { 'spec.replicas': 5, 'spec.paused': true, ...image }],
    ['DaemonSet', {}, image],
    ['Deployment', { 'status.collisionCount': 2 }, { 'status.collisionCount': 3 }],
    ['Deployment', { 'status.collisionCount': 2 }, { 'status.collisionCount': 1 }, /cannot be decremented/],
    ['Deployment', { 'status.collisionCount': 2 }, {}, /^status\.collisionCount: Invalid value: 0: cannot be decrem/],
    ['DaemonSet', { 'status.collisionCount': 2 }, { 'status.collisionCount': 1 }, /cannot be decremented/],
    ['Job', {}, { 'spec.parallelism': 4, 'spec.suspend': true, 'spec.backoffLimit': 1 }],
    ['Job', {}, { 'spec.completions': 4 }, /^spec\.completions: .*field is immutable/],
    ['Job', {}, { 'spec.completionMode': 'Indexed' }, /^spec\.completionMode: .*field is immutable/],
    ['Job', {}, image, /^spec\.template: .*field is immutable/],
    ['Job', {}, { 'spec.selector': expression('x', 'DoesNotExist') }, /^spec\.selector: .*field is immutable/],
    [
      'Job',
      { 'spec.completionMode': 'Indexed' },
      { 'spec.completionMode': 'Indexed', 'spec.completions': 4, 'spec.parallelism': 4 },
    ],
    [
      'Job',
      { 'spec.completionMode': 'Indexed' },
      { 'spec.completionMode': 'Indexed', 'spec.completions': 4 },
      /^spec\.completions: .*can only be modified in tandem with parallelism/,
    ],
    ['Job', {}, { 'spec.template.spec.nodeSelector': { disk: 'ssd' } }, /^spec\.template: .*field is immutable/],
    ['Job', suspended, { ...suspended, 'spec.template.spec.nodeSelector': { disk: 'ssd' } }],
    ['Job', suspended, { 'spec.template.metadata.annotations': { a: 'b' } }],
    ['Job', suspended, { ...suspended, 'spec.template.spec.affinity': onSsd }],
    [
      'Job',
      { ...suspended, 'spec.template.spec.affinity': onSsd },
      { ...suspended, 'spec.template.spec.affinity': undefined },
    ],
    [
      'Job',
      suspended,
      { ...suspended, 'spec.template.spec.affinity': { ...onSsd, ...awayFromWeb } },
      /^spec\.template: .*field is immutable/,
    ],
    ['Job', suspended, { ...suspended, ...image }, /^spec\.template: .*field is immutable/],
    [
      'Job',
      { ...suspended, 'status.startTime': '2026-01-01T00:00:00Z' },
      { ...suspended, 'spec.template.spec.nodeSelector': { disk: 'ssd' } },
      /^spec\.template: .*field is immutable/,
    ],
    ['CronJob', {}, { 'spec.schedule': '@daily', 'spec.suspend': true }],
  ];
  for (const [kind, old, next, error] of cases) {
    it(`${error === undefined ? 'lets' : 'keeps'} ${kind} ${JSON.stringify(next).slice(0, 90)}`, () => {
      const text = textOf(api.validateUpdate(kind, edited(kind, next), edited(kind, old)));
      if (error === undefined) expect(text).to.equal('');
      else expect(text).to.match(new RegExp(error, 'm'));
    });
  }
});

describe('defaults of kinds that make pods', () => {
  /** Fields of the JSON after defaults, by path. */
  type Case = [kind: Kind, edits: Edits, expected: Record<string, unknown>];
  const pod = { restartPolicy: 'Always', terminationGracePeriodSeconds: 30, schedulerName: 'default-scheduler' };
  const cases: Case[] = [
    ['ReplicaSet', { 'spec.replicas': undefined }, { 'spec.replicas': 1 }],
    ['ReplicaSet', { 'spec.replicas': 0 }, { 'spec.replicas': 0 }],
    [
      'Deployment',
      { 'spec.replicas': undefined },
      {
        apiVersion: 'apps/v1',
        'spec.replicas': 1,
        'spec.strategy': { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '25%', maxSurge: '25%' } },
        'spec.revisionHistoryLimit': 10,
        'spec.progressDeadlineSeconds': 600,
      },
    ],
    [
      'Deployment',
      { 'spec.strategy.rollingUpdate': { maxSurge: 0 } },
      { 'spec.strategy.rollingUpdate': { maxUnavailable: '25%', maxSurge: 0 } },
    ],
    ['Deployment', { 'spec.strategy': { type: 'Recreate' } }, { 'spec.strategy': { type: 'Recreate' } }],
    [
      'DaemonSet',
      {},
      {
        'spec.updateStrategy': { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1, maxSurge: 0 } },
        'spec.revisionHistoryLimit': 10,
      },
    ],
    ['DaemonSet', { 'spec.updateStrategy': { type: 'OnDelete' } }, { 'spec.updateStrategy': { type: 'OnDelete' } }],
    [
      'Job',
      {},
      {
        apiVersion: 'batch/v1',
        'spec.completions': 1,
        'spec.parallelism': 1,
        'spec.backoffLimit': 6,
        'spec.completionMode': 'NonIndexed',
        'spec.suspend': false,
      },
    ],
    ['Job', { 'spec.parallelism': 3 }, { 'spec.parallelism': 3, 'spec.completions': undefined }],
    ['Job', { 'spec.completions': 3 }, { 'spec.parallelism': 1, 'spec.completions': 3 }],
    ['Job', { 'spec.template.metadata.labels': { a: 'b' } }, { 'metadata.labels': { a: 'b' } }],
    [
      'Job',
      { 'metadata.labels': { c: 'd' }, 'spec.template.metadata.labels': { a: 'b' } },
      { 'metadata.labels': { c: 'd' } },
    ],
    [
      'CronJob',
      {},
      {
        'spec.concurrencyPolicy': 'Allow',
        'spec.suspend': false,
        'spec.successfulJobsHistoryLimit': 3,
        'spec.failedJobsHistoryLimit': 1,
        'spec.jobTemplate.spec.completions': undefined,
        'spec.jobTemplate.spec.template.spec.schedulerName': 'default-scheduler',
      },
    ],
    ...(['ReplicaSet', 'Deployment', 'DaemonSet'] as const).map((kind): Case => [
      kind,
      {},
      Object.fromEntries(Object.entries(pod).map(([field, value]) => [`spec.template.spec.${field}`, value])),
    ]),
  ];
  for (const [kind, edits, expected] of cases) {
    it(`${kind} ${JSON.stringify(edits)}`, () => {
      const object = api.make(kind, structuredClone(workloadSamples[kind]));
      api.applyDefaults(kind, edit(object, edits));
      const json = api.encodeJson(kind, object);
      for (const [path, value] of Object.entries(expected)) expect(valueAt(json, path), path).to.deep.equal(value);
      const once = structuredClone(object);
      expect(api.applyDefaults(kind, object), 'twice is once').to.deep.equal(once);
    });
  }
});

describe("a job's own labels", () => {
  const job = (partial: api.DeepPartial<api.Job>): api.Job => {
    const object = api.make('Job', { ...partial, metadata: { name: 'pi', uid: 'u1', ...partial.metadata } });
    api.generateJobSelector(object);
    return object;
  };
  const labels = {
    'batch.kubernetes.io/controller-uid': 'u1',
    'batch.kubernetes.io/job-name': 'pi',
    'controller-uid': 'u1',
    'job-name': 'pi',
  };

  it('are added to those of its template, and the selector is made of the uid', () => {
    const { spec } = job({ spec: { template: { metadata: { labels: { app: 'pi' } } } } });
    expect(spec.template.metadata.labels).to.deep.equal({ ...labels, app: 'pi' });
    expect(spec.selector?.matchLabels).to.deep.equal({ 'batch.kubernetes.io/controller-uid': 'u1' });
  });

  it('leave alone what the user sees to', () => {
    const { spec } = job({ spec: { manualSelector: true, selector: { matchLabels: { a: 'b' } } } });
    expect(spec.template.metadata.labels).to.deep.equal({});
    expect(spec.selector?.matchLabels).to.deep.equal({ a: 'b' });
  });

  it('of another job are refused', () => {
    const copied = job({ spec: { template: { metadata: { labels: { 'controller-uid': 'u0' } } } } });
    api.applyDefaults('Job', copied);
    expect(textOf(api.validate('Job', copied))).to.match(/labels\[controller-uid\]: Invalid value: "u0": must be 'u1'/);
  });
});
