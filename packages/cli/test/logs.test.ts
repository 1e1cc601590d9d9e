import { expect } from 'chai';
import { make, notFound } from '@kuorum/api';
import type { ApiClient, LogsOptions } from '@kuorum/client';
import { createFakeApi, type FakeApi } from '@kuorum/testing';
import { NEVER, concat, of, throwError } from 'rxjs';
import { logsCommand } from '../dist/commands/logs.js';
import { LogLines, lineBytesMax } from '../dist/print/log-lines.js';
import { capturedEnv, run, type Ran } from './harness.js';

describe('LogLines', () => {
  const all = (options: Partial<ConstructorParameters<typeof LogLines>[0]>, chunks: string[]): string => {
    const lines = new LogLines({ prefix: '', endLastLine: true, ...options });
    return [...chunks.map((chunk) => lines.push(Buffer.from(chunk))), lines.end()].map(String).join('');
  };

  it('puts a prefix before each line, however the bytes come', () => {
    const text = 'one\ntwo\n\nthree';
    const expected = '> one\n> two\n> \n> three\n';
    for (let size = 1; size <= text.length; size++) {
      const chunks = text.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? [];
      expect(all({ prefix: '> ' }, chunks)).to.equal(expected);
    }
  });

  it('adds no end to a last line that was cut on purpose', () => {
    expect(all({ endLastLine: false }, ['one\ntw'])).to.equal('one\ntw');
  });

  it('does not wait for ever for the end of a line', () => {
    const lines = new LogLines({ prefix: '', endLastLine: true });
    expect(lines.push(Buffer.alloc(lineBytesMax + 1, 'x')).length).to.be.greaterThan(lineBytesMax);
    expect(lines.end().length).to.equal(0);
  });
});

describe('kuorum logs', () => {
  let api: FakeApi;
  let asked: LogsOptions[];
  let client: ApiClient;

  beforeEach(() => {
    api = createFakeApi();
    asked = [];
    for (const name of ['web-1', 'web-2']) seedPod(name, ['main']);
    seedPod('two', ['app', 'side'], { app: 'two' });
    const pods = Object.create(api.client.pods, {
      logs: { value: (options: LogsOptions) => answer(options) },
    }) as ApiClient['pods'];
    client = Object.create(api.client, { pods: { value: pods } }) as ApiClient;
  });

  function seedPod(name: string, containers: string[], labels: Record<string, string> = { app: 'web' }): void {
    const spec = { containers: containers.map((each) => ({ name: each, image: 'i' })) };
    api.seed('Pod', make('Pod', { metadata: { name, labels }, spec, status: { phase: 'Running' } }));
  }

  function answer(options: LogsOptions): ReturnType<ApiClient['pods']['logs']> {
    asked.push(options);
    if (options.previous === true) return throwError(() => notFound('Pod', 'previous terminated container'));
    const time = options.timestamps === true ? '2026-01-01T00:00:05Z ' : '';
    const text = Buffer.from(`${time}hello from ${options.name}/${options.container}\n`);
    const chunk = text.subarray(0, options.limitBytes);
    return options.follow === true ? concat(of(chunk), NEVER) : of(chunk);
  }

  const logs = (...args: string[]): Promise<Ran> => run(logsCommand, capturedEnv(client), args);

  const table: [string, Partial<Ran>][] = [
    ['web-1', { out: 'hello from web-1/main\n', err: '', status: 0 }],
    ['pod/web-1 --prefix', { out: '[pod/web-1/main] hello from web-1/main\n' }],
    ['two', { out: 'hello from two/app\n', err: 'Defaulted container "app" out of: app, side\n' }],
    ['two side', { out: 'hello from two/side\n', err: '' }],
    ['two -c side', { out: 'hello from two/side\n', err: '' }],
    ['two --all-containers', { out: 'hello from two/app\nhello from two/side\n', err: '' }],
    ['-l app=web', { out: 'hello from web-1/main\nhello from web-2/main\n' }],
    ['-l app=nope', { out: '', err: 'No resources found in default namespace.\n', status: 0 }],
    ['web-1 --limit-bytes=5', { out: 'hello' }],
    ['web-1 --limit-bytes=0', { out: 'hello from web-1/main\n' }],
    ['web-1 --timestamps', { out: '2026-01-01T00:00:05Z hello from web-1/main\n' }],
    ['web-1 -p', { err: 'Error from server (NotFound): pods "previous terminated container" not found\n', status: 1 }],
    ['-l app=web -p --ignore-errors', { out: '', status: 0 }],
  ];
  for (const [args, expected] of table) {
    it(`logs ${args}`, async () => expect(await logs(...args.split(' '))).to.include(expected));
  }

  const refused: [string, string][] = [
    ['', 'expected POD or TYPE/NAME'],
    ['nope', 'pods "nope" not found'],
    ['two -c nope', 'container nope is not valid for pod two: it has app, side'],
    ['web-1 -l app=web', 'only a selector (-l) or a POD name is allowed'],
    ['two --all-containers -c app', '--all-containers=true should not be specified with container name'],
    ['web-1 --since=1m --since-time=2026-01-01T00:00:00Z', 'at most one of'],
    ['web-1 --limit-bytes=-1', 'Cannot read --limit-bytes'],
    ['web-1 --tail=some', 'Cannot read --tail'],
    ['lease/x', 'leases.coordination.k8s.io "x" not found'],
    ['ns/default', 'Cannot read logs of namespace/default: it selects no pods'],
    [
      '-l app -f --max-log-requests=1',
      'you are attempting to follow 4 log streams, but maximum allowed concurrency is 1',
    ],
  ];
  for (const [args, err] of refused) {
    it(`logs ${args} is refused`, async () => {
      const ran = await logs(
        ...args.split(' ').filter((arg) => arg !== ''),
        ...(args.includes('-l app -f') ? ['--all-containers'] : []),
      );
      expect(ran.err).to.include(err);
      expect(ran.status).to.equal(1);
    });
  }

  it('of a controller: one of its pods, and says which', async () => {
    const template = { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'main', image: 'i' }] } };
    const metadata = { name: 'web', namespace: 'default' };
    api.seed(
      'ReplicationController',
      make('ReplicationController', { metadata, spec: { selector: { app: 'web' }, template } }),
    );
    api.seed(
      'Service',
      make('Service', { metadata: { name: 'none', namespace: 'default' }, spec: { selector: { app: 'none' } } }),
    );
    expect(await logs('rc/web')).to.include({ out: 'hello from web-1/main\n', err: 'Found 2 pods, using pod/web-1\n' });
    expect((await logs('svc/none')).err).to.include('it has no pod now');
  });

  it('asks the server for what it can do', async () => {
    await logs('web-1', '--tail=3', '--since=90s');
    await logs('-l', 'app=web');
    await logs('web-1', '--tail=-1', '--since-time=2026-01-01T00:00:05.000000001Z', '--limit-bytes=7');
    const all = asked.map(({ tailLines, sinceSeconds, sinceTime, limitBytes }) => [
      ...[tailLines, sinceSeconds, sinceTime, limitBytes],
    ]);
    expect(all).to.deep.equal([
      [3, 90, undefined, undefined],
      [10, undefined, undefined, undefined],
      [10, undefined, undefined, undefined],
      [undefined, undefined, '2026-01-01T00:00:05.000000001Z', 7],
    ]);
  });

  it('-f follows all side by side until interrupted', async () => {
    const env = capturedEnv(client);
    const ran = run(logsCommand, env, ['-l', 'app=web', '-f', '--prefix']);
    env.interrupt();
    const { out, status } = await ran;
    expect(status).to.equal(0);
    expect(out).to.equal('[pod/web-1/main] hello from web-1/main\n[pod/web-2/main] hello from web-2/main\n');
  });
});
