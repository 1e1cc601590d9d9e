/** Tables and descriptions of the kinds that make pods. */
import { expect } from 'chai';
import { applyDefaults, kinds, make, type ApiObject, type DeepPartial, type KindName, type Kinds } from '@kuorum/api';
import { columnsOf } from '../dist/print/columns.js';
import { describeObject } from '../dist/print/describe.js';
import { kindLabel, objectName } from '../dist/print/output.js';

const nowMs = Date.parse('2026-01-01T00:01:30Z');
const created = '2026-01-01T00:00:00Z';
const labels = { app: 'web' };
const template = {
  metadata: { labels },
  spec: { nodeSelector: { disk: 'ssd' }, containers: [{ name: 'main', image: 'nginx:1' }] },
};
const selector = { matchLabels: labels, matchExpressions: [{ key: 'tier', operator: 'Exists' as const }] };

function objectOf<K extends KindName>(kind: K, partial: DeepPartial<Kinds[K]>): ApiObject {
  const object = make(kind, partial as never) as unknown as Kinds[K];
  object.metadata = make('ObjectMeta', { name: 'web', creationTimestamp: created });
  return applyDefaults(kind, object);
}

/** `HEAD=cell`, wide columns behind a bar. */
function row(kind: KindName, object: ApiObject): string {
  const columns = columnsOf(kind, nowMs);
  const text = (wide: boolean): string =>
    columns
      .filter((column) => (column.wide === true) === wide)
      .map(({ head, cell }) => `${head}=${cell(object)}`)
      .join(' ');
  return `${text(false)} | ${text(true)}`;
}

const wide = 'CONTAINERS=main IMAGES=nginx:1 SELECTOR=app=web,tier';

describe('names of objects', () => {
  it('say the group, where there is one', () => {
    expect(objectName('Pod', 'web')).to.equal('pod/web');
    expect(objectName('Deployment', 'web')).to.equal('deployment.apps/web');
    expect(kindLabel('CronJob')).to.equal('cronjob.batch');
  });
});

describe('tables of kinds that make pods', () => {
  const table: [kind: KindName, object: ApiObject, row: string][] = [
    [
      'ReplicaSet',
      objectOf('ReplicaSet', { spec: { replicas: 3, selector, template }, status: { replicas: 2, readyReplicas: 1 } }),
      `NAME=web DESIRED=3 CURRENT=2 READY=1 AGE=90s | ${wide}`,
    ],
    [
      'Deployment',
      objectOf('Deployment', {
        spec: { selector, template },
        status: { replicas: 3, readyReplicas: 2, updatedReplicas: 1, availableReplicas: 2 },
      }),
      `NAME=web READY=2/1 UP-TO-DATE=1 AVAILABLE=2 AGE=90s | ${wide}`,
    ],
    [
      'DaemonSet',
      objectOf('DaemonSet', {
        spec: { selector, template },
        status: {
          desiredNumberScheduled: 5,
          currentNumberScheduled: 4,
          numberReady: 3,
          updatedNumberScheduled: 2,
          numberAvailable: 1,
        },
      }),
      `NAME=web DESIRED=5 CURRENT=4 READY=3 UP-TO-DATE=2 AVAILABLE=1 NODE SELECTOR=disk=ssd AGE=90s | ${wide}`,
    ],
    [
      'Job',
      objectOf('Job', { spec: { selector, template }, status: { startTime: '2026-01-01T00:00:30Z' } }),
      `NAME=web STATUS=Running COMPLETIONS=0/1 DURATION=60s AGE=90s | ${wide}`,
    ],
    [
      'Job',
      objectOf('Job', {
        spec: { parallelism: 3, selector, template },
        status: {
          succeeded: 1,
          startTime: created,
          completionTime: '2026-01-01T00:00:20Z',
          conditions: [{ type: 'Complete', status: 'True' }],
        },
      }),
      `NAME=web STATUS=Complete COMPLETIONS=1/1 of 3 DURATION=20s AGE=90s | ${wide}`,
    ],
    [
      'Job',
      objectOf('Job', {
        spec: { selector, template },
        status: { conditions: [{ type: 'Suspended', status: 'True' }] },
      }),
      `NAME=web STATUS=Suspended COMPLETIONS=0/1 DURATION= AGE=90s | ${wide}`,
    ],
    [
      'CronJob',
      objectOf('CronJob', { spec: { schedule: '@daily', jobTemplate: { spec: { template } } } }),
      'NAME=web SCHEDULE=@daily TIMEZONE=<none> SUSPEND=False ACTIVE=0 LAST SCHEDULE=<none> AGE=90s | CONTAINERS=main IMAGES=nginx:1 SELECTOR=<none>',
    ],
    [
      'CronJob',
      objectOf('CronJob', {
        spec: { schedule: '0 0 * * *', timeZone: 'Etc/UTC', suspend: true, jobTemplate: { spec: { template } } },
        status: { active: [{ name: 'web-1' }], lastScheduleTime: '2026-01-01T00:01:00Z' },
      }),
      'NAME=web SCHEDULE=0 0 * * * TIMEZONE=Etc/UTC SUSPEND=True ACTIVE=1 LAST SCHEDULE=30s AGE=90s | CONTAINERS=main IMAGES=nginx:1 SELECTOR=<none>',
    ],
  ];
  table.push(
    [
      'PodDisruptionBudget',
      objectOf('PodDisruptionBudget', { spec: { minAvailable: '50%' }, status: { disruptionsAllowed: 2 } }),
      'NAME=web MIN AVAILABLE=50% MAX UNAVAILABLE=N/A ALLOWED DISRUPTIONS=2 AGE=90s | ',
    ],
    [
      'HorizontalPodAutoscaler',
      objectOf('HorizontalPodAutoscaler', {
        spec: { scaleTargetRef: { kind: 'Deployment', name: 'web' }, maxReplicas: 5 },
        status: { currentReplicas: 3 },
      }),
      'NAME=web REFERENCE=Deployment/web TARGETS=cpu: <unknown>/80% MINPODS=1 MAXPODS=5 REPLICAS=3 AGE=90s | ',
    ],
    [
      'HorizontalPodAutoscaler',
      objectOf('HorizontalPodAutoscaler', {
        spec: {
          scaleTargetRef: { kind: 'Deployment', name: 'web' },
          metrics: [
            { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } } },
            { type: 'Resource', resource: { name: 'memory', target: { type: 'AverageValue', averageValue: '64Mi' } } },
          ],
        },
        status: {
          currentMetrics: [{ type: 'Resource', resource: { name: 'cpu', current: { averageUtilization: 20 } } }],
        },
      }),
      'NAME=web REFERENCE=Deployment/web TARGETS=cpu: 20%/50%, memory: <unknown>/64Mi MINPODS=1 MAXPODS=0 REPLICAS=0 AGE=90s | ',
    ],
  );
  for (const [kind, object, text] of table) {
    it(`${kind}: ${text.slice(0, 60)}`, () => expect(row(kind, object)).to.equal(text));
  }
});

describe('descriptions of kinds that limit or scale others', () => {
  it('PodDisruptionBudget says what is allowed now', () => {
    const object = objectOf('PodDisruptionBudget', { spec: { minAvailable: 2 }, status: { disruptionsAllowed: 1 } });
    const text = describeObject(kinds.PodDisruptionBudget, object, { events: [], pods: [] }, nowMs);
    expect(text)
      .to.match(/^Min available: +2$/m)
      .and.match(/^Disruptions: +1 allowed$/m);
  });
  it('HorizontalPodAutoscaler says what it goes by and how fast', () => {
    const object = objectOf('HorizontalPodAutoscaler', { spec: { maxReplicas: 3, behavior: {} } });
    const text = describeObject(kinds.HorizontalPodAutoscaler, object, { events: [], pods: [] }, nowMs);
    expect(text)
      .to.match(/^Metrics: +cpu: <unknown>\/80%$/m)
      .and.match(/^Scale Up: +Stabilization Window: 0s, Select Policy: Max\n +Pods: 4 in 15s$/m);
  });
});

describe('descriptions of kinds that make pods', () => {
  const pods = [make('Pod', { status: { phase: 'Running' } }), make('Pod', {})];
  const table: [kind: KindName, object: ApiObject, lines: RegExp[]][] = [
    [
      'ReplicaSet',
      objectOf('ReplicaSet', { spec: { selector, template }, status: { replicas: 2 } }),
      [/^Replicas: +2 current \/ 1 desired$/m, /^Pods Status: +1 Running \/ 1 Pending \/ 0 Succeeded \/ 0 Failed$/m],
    ],
    [
      'Deployment',
      objectOf('Deployment', { spec: { paused: true, selector, template }, status: { replicas: 1 } }),
      [
        /^Replicas: +1 desired \| 0 updated \| 1 total \| 0 available \| 0 unavailable$/m,
        /^RollingUpdate: +25% max unavailable, 25% max surge$/m,
        /^Paused: +true$/m,
      ],
    ],
    [
      'DaemonSet',
      objectOf('DaemonSet', { spec: { selector, template } }),
      [/^Node-Selector: +disk=ssd$/m, /^RollingUpdate: +1 max unavailable, 0 max surge$/m],
    ],
    [
      'Job',
      objectOf('Job', { spec: { selector, template, ttlSecondsAfterFinished: 60 }, status: { active: 1, ready: 1 } }),
      [/^TTL Seconds: +60$/m, /^Pods Statuses: +1 Active \(1 Ready\) \/ 0 Succeeded \/ 0 Failed$/m],
    ],
    [
      'CronJob',
      objectOf('CronJob', { spec: { schedule: '@daily', jobTemplate: { spec: { template } } } }),
      [/^Schedule: +@daily$/m, /^Concurrency: +Allow$/m, /^Active Jobs: +<none>$/m],
    ],
  ];
  for (const [kind, object, lines] of table) {
    it(`${kind} shows its numbers and its template`, () => {
      const text = describeObject(kinds[kind], object, { events: [], pods }, nowMs);
      for (const line of [...lines, /^Pod Template:$/m, /^ +Labels: +app=web$/m, /^ +Image: +nginx:1$/m]) {
        expect(text).to.match(line);
      }
      if (kind !== 'CronJob') expect(text).to.match(/^Selector: +app=web,tier$/m);
    });
  }
});
