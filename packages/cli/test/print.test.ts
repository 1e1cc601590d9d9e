import { expect } from 'chai';
import { make, kinds } from '@kuorum/api';
import { formatAge, parseDurationMs } from '../dist/durations.js';
import { columnsOf } from '../dist/print/columns.js';
import { describeObject } from '../dist/print/describe.js';
import { TablePrinter } from '../dist/print/table.js';

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
