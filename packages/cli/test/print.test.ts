import { expect } from 'chai';
import { make, kinds, schemaOf, statusError } from '@kuorum/api';
import { mustFindKind } from '../dist/commands/context.js';
import { formatAge, parseDurationMs } from '../dist/durations.js';
import { columnsOf } from '../dist/print/columns.js';
import { describeError } from '../dist/errors.js';
import { describeObject } from '../dist/print/describe.js';
import { toJson } from '../dist/print/output.js';
import { shownZeroFields } from '../dist/print/shown-zeros.js';
import { TablePrinter } from '../dist/print/table.js';
import { likely } from '../dist/suggest.js';

const nowMs = Date.parse('2026-01-01T00:01:30Z');
const created = '2026-01-01T00:00:00Z';

describe('durations', () => {
  it('reads what people write and refuses the rest', () => {
    expect(['500ms', '8s', '1m30s', '2h', '0.5s'].map((text) => parseDurationMs(text, '--x'))).to.deep.equal([
      500, 8000, 90_000, 7_200_000, 500,
    ]);
    for (const text of ['', '8', 's', '8 s', '1d', '-3s', '8sx'])
      expect(() => parseDurationMs(text, '--x'), text).to.throw(/Cannot read --x/);
  });

  it('prints ages like kubectl', () => {
    const table: [number, string][] = [
      [0, '0s'],
      [119, '119s'],
      [120, '2m'],
      [200, '3m20s'],
      [660, '11m'],
      [7200, '120m'],
      [3 * 3600 + 300, '3h5m'],
      [9 * 3600, '9h'],
      [3 * 86_400, '3d'],
      [3 * 86_400 + 7200, '3d2h'],
      [30 * 86_400, '30d'],
    ];
    for (const [seconds, text] of table) expect(formatAge(seconds * 1000)).to.equal(text);
  });
});

describe('TablePrinter', () => {
  it('pads columns, prints its head once and keeps widths for later rows', () => {
    const table = new TablePrinter({ head: true });
    expect(table.lines(['NAME', 'AGE'], [['web-1', '1s']])).to.deep.equal(['NAME    AGE', 'web-1   1s']);
    expect(table.lines(['NAME', 'AGE'], [['b', '2s']])).to.deep.equal(['b       2s']);
  });
});

describe('pod columns', () => {
  const base = {
    metadata: { name: 'web', creationTimestamp: created },
    spec: { containers: [{ name: 'c', image: 'i' }] },
  };
  const statusOf = (status: object, metadata: object = {}): string | undefined => {
    const pod = make('Pod', { ...base, metadata: { ...base.metadata, ...metadata }, status });
    return columnsOf('Pod', nowMs)
      .find(({ head }) => head === 'STATUS')
      ?.cell(pod);
  };
  const table: [string, string, object, object?][] = [
    ['a phase', 'Running', { phase: 'Running' }],
    ['no status yet', 'Unknown', {}],
    [
      'a waiting reason',
      'ImagePullBackOff',
      { phase: 'Pending', containerStatuses: [{ state: { waiting: { reason: 'ImagePullBackOff' } } }] },
    ],
    [
      'an exit reason',
      'Completed',
      { phase: 'Succeeded', containerStatuses: [{ state: { terminated: { reason: 'Completed' } } }] },
    ],
    [
      'an exit code',
      'ExitCode:3',
      { phase: 'Failed', containerStatuses: [{ state: { terminated: { exitCode: 3 } } }] },
    ],
    ['a pod reason', 'Evicted', { phase: 'Failed', reason: 'Evicted' }],
    ['being deleted', 'Terminating', { phase: 'Running' }, { deletionTimestamp: created }],
  ];
  for (const [title, text, status, metadata] of table) {
    it(`STATUS of ${title} is ${text}`, () => expect(statusOf(status, metadata)).to.equal(text));
  }
});

describe('describe', () => {
  it('tells of a pod: node, containers, conditions and events in order of time', () => {
    const pod = make('Pod', {
      metadata: { name: 'web', namespace: 'default', creationTimestamp: created, labels: { app: 'web' } },
      spec: { nodeName: 'node-1', containers: [{ name: 'c', image: 'echo' }] },
      status: {
        phase: 'Running',
        hostIP: '127.0.1.1',
        conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: created }],
        containerStatuses: [{ name: 'c', ready: true, restartCount: 2, state: { running: { startedAt: created } } }],
      },
    });
    const event = (reason: string, lastTimestamp: string, count = 1): never =>
      make('Event', { reason, lastTimestamp, count, type: 'Normal', message: `${reason} it` }) as never;
    const events = [event('Started', '2026-01-01T00:00:20Z', 3), event('Scheduled', '2026-01-01T00:00:10Z')];
    const text = describeObject(kinds.Pod, pod, { events, pods: [] }, nowMs);
    expect(text)
      .to.match(/^Name: +web\n/)
      .and.match(/Node: +node-1\/127\.0\.1\.1\n/)
      .and.match(/Restart Count: +2/);
    expect(text)
      .to.match(/Running for 90s/)
      .and.match(/Ready +True +90s/);
    expect(text.indexOf('Scheduled it')).to.be.lessThan(text.indexOf('Started it'));
    expect(text).to.include('70s (x3)');
  });

  for (const kind of Object.values(kinds)) {
    it(`knows ${kind.kind}, even an empty one`, () => {
      const object = make(kind.kind, { metadata: { name: 'x' } });
      expect(describeObject(kind, object, { events: [], pods: [] }, nowMs)).to.match(/^Name: +x\n/);
    });
  }
});

describe('columns of kubectl', () => {
  const cells = (kind: 'Node' | 'Service' | 'Pod', object: object, wide = false): string[] =>
    columnsOf(kind, nowMs)
      .filter((column) => wide || column.wide !== true)
      .map(({ head, cell }) => `${head}=${cell(make(kind, object))}`);

  it('nodes show their roles and, wide, both addresses', () => {
    const labels = {
      'node-role.kubernetes.io/worker': '',
      'node-role.kubernetes.io/edge': '',
      'kubernetes.io/role': 'db',
    };
    const status = { addresses: [{ type: 'InternalIP', address: '10.0.0.1' }], nodeInfo: { kernelVersion: '6.1' } };
    const node = { metadata: { name: 'n', labels, creationTimestamp: created }, status };
    expect(cells('Node', node).slice(0, 4)).to.deep.equal([
      'NAME=n',
      'STATUS=Unknown',
      'ROLES=db,edge,worker',
      'AGE=90s',
    ]);
    expect(cells('Node', node, true).slice(5)).to.deep.equal([
      ...['INTERNAL-IP=10.0.0.1', 'EXTERNAL-IP=<none>', 'OS-IMAGE=<none>', 'KERNEL-VERSION=6.1'],
      'CONTAINER-RUNTIME=<none>',
    ]);
    expect(cells('Node', { metadata: { name: 'n' } })[2]).to.equal('ROLES=<none>');
  });

  it('services have an external address, or none', () => {
    const spec = { type: 'ClusterIP', clusterIP: '10.96.0.1', ports: [{ port: 80 }] };
    const service = { metadata: { name: 's', creationTimestamp: created }, spec };
    expect(cells('Service', service)).to.deep.equal([
      ...['NAME=s', 'TYPE=ClusterIP', 'CLUSTER-IP=10.96.0.1', 'EXTERNAL-IP=<none>', 'PORT(S)=80/TCP', 'AGE=90s'],
    ]);
  });

  it('pods say how long ago the last restart was, and, wide, which gates are open', () => {
    const containerStatuses = [
      { name: 'a', restartCount: 2, lastState: { terminated: { finishedAt: '2026-01-01T00:01:00Z' } } },
      { name: 'b', restartCount: 1, lastState: { terminated: { finishedAt: created } } },
    ];
    const conditions = [{ type: 'e.com/up', status: 'True' }];
    const readinessGates = [{ conditionType: 'e.com/up' }, { conditionType: 'e.com/warm' }];
    const pod = { metadata: { name: 'p' }, spec: { readinessGates }, status: { containerStatuses, conditions } };
    expect(cells('Pod', pod)[3]).to.equal('RESTARTS=3 (30s ago)');
    expect(cells('Pod', { metadata: { name: 'p' } })[3]).to.equal('RESTARTS=0');
    expect(cells('Pod', pod, true).slice(-2)).to.deep.equal(['NOMINATED NODE=<none>', 'READINESS GATES=1/2']);
  });
});

describe('objects as Kubernetes writes them', () => {
  it('have the zeros that its types have, and no others', () => {
    const spec = { replicas: 0, selector: {}, template: { spec: { containers: [{ name: 'c' }] } } };
    expect(toJson('ReplicaSet', make('ReplicaSet', { metadata: { name: 'r' }, spec }))).to.deep.equal({
      ...{ apiVersion: 'apps/v1', kind: 'ReplicaSet', metadata: { name: 'r' } },
      spec: {
        ...{ replicas: 0, selector: {} },
        template: { metadata: {}, spec: { containers: [{ name: 'c', resources: {} }] } },
      },
      status: { replicas: 0 },
    });
    const deployment = toJson('Deployment', make('Deployment', { spec: { replicas: 0 } }));
    expect(deployment['spec']).to.deep.equal({ replicas: 0, strategy: {}, template: { metadata: {}, spec: {} } });
    expect(deployment['status']).to.deep.equal({});
  });

  it('every field of the table is one of its message, and no list', () => {
    for (const [message, name] of shownZeroFields) {
      const field = schemaOf(message).fields.find((each) => each.name === name);
      expect(field?.cardinality, `${message}.${name}`).to.equal('one');
      expect(field?.optional, `${message}.${name}`).to.equal(false);
    }
  });
});

describe('what was meant', () => {
  const words = ['get', 'delete', 'describe', 'apply', 'pods', 'pod'];
  const table: [string, string[]][] = [
    ['gte', ['get']],
    ['aply', ['apply']],
    ['desc', ['describe']],
    ['pdos', ['pods', 'pod']],
    ['frobnicate', []],
  ];
  for (const [written, meant] of table) {
    it(`${written} → ${meant.join(', ')}`, () => expect(likely(written, words)).to.deep.equal(meant));
  }
});

describe('errors say what to do', () => {
  const refused = statusError('ServiceUnavailable', 'Cannot connect to a:1, b:2: connection refused; is it running?');
  const unknown = statusError('ServiceUnavailable', 'Cannot connect to x.invalid:1: no such host; is it running?');
  const table: [Error, RegExp][] = [
    [refused, /^The connection to the server a:1, b:2 was refused - did you specify the right host or port\?$/],
    [unknown, /^Unable to connect to the server x.invalid:1: no such host$/],
    [statusError('Forbidden', 'pods is forbidden: no'), /^Error from server \(Forbidden\): pods is forbidden: no$/],
  ];
  for (const [error, text] of table) it(error.message, () => expect(describeError(error)).to.match(text));

  it('an unknown type names the one that is like it, and where the types are', () => {
    expect(() => mustFindKind('deploymnet')).to.throw(
      'the server doesn\'t have a resource type "deploymnet": did you mean deployment? "kuorum api-resources" lists what it has',
    );
    expect(() => mustFindKind('zzzzzz')).to.throw(': "kuorum api-resources" lists what it has');
  });
});
