import { expect } from 'chai';
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { kinds, make, unavailable } from '@kuorum/api';
import { createFakeApi, type FakeApi } from '@kuorum/testing';
import { Command } from 'commander';
import { applyCommand } from '../dist/commands/apply.js';
import { complete, type Loaders } from '../dist/commands/complete.js';
import { completionCommand } from '../dist/commands/completion.js';
import { describeCommand } from '../dist/commands/describe.js';
import { drainCommand } from '../dist/commands/drain.js';
import { editCommand } from '../dist/commands/edit.js';
import { eventsCommand } from '../dist/commands/events.js';
import { explainCommand } from '../dist/commands/explain.js';
import { getCommand } from '../dist/commands/get.js';
import { cpCommand } from '../dist/commands/cp.js';
import { execCommand } from '../dist/commands/exec.js';
import { logsCommand } from '../dist/commands/logs.js';
import { portForwardCommand } from '../dist/commands/port-forward.js';
import { rolloutCommand } from '../dist/commands/rollout.js';
import { scaleCommand } from '../dist/commands/scale.js';
import { topCommand } from '../dist/commands/top.js';
import { upCommand } from '../dist/commands/up.js';
import { waitCommand } from '../dist/commands/wait.js';
import { bashCompletion } from '../dist/print/completion-scripts.js';
import { capturedEnv, withoutKubeconfig } from './harness.js';

const loaders: Loaders = {
  apply: async () => applyCommand(),
  completion: async () => completionCommand(),
  describe: async () => describeCommand(),
  drain: async () => drainCommand(),
  edit: async () => editCommand(),
  events: async () => eventsCommand(),
  explain: async () => explainCommand(),
  get: async () => getCommand(),
  logs: async () => logsCommand(),
  exec: async () => execCommand(),
  'port-forward': async () => portForwardCommand(),
  cp: async () => cpCommand(),
  rollout: async () => rolloutCommand(),
  scale: async () => scaleCommand(),
  top: async () => topCommand(),
  up: async () => upCommand(),
  wait: async () => waitCommand(),
  tool: async () => new Command('tool').addCommand(new Command('one').option('--deep')).addCommand(new Command('two')),
};

describe('kuorum __complete', () => {
  let api: FakeApi;

  before(() => {
    api = createFakeApi();
    const spec = { containers: ['main', 'side'].map((name) => ({ name, image: 'i' })) };
    for (const name of ['web-1', 'web-2']) api.seed('Pod', make('Pod', { metadata: { name }, spec }));
    api.seed('Pod', make('Pod', { metadata: { name: 'dns', namespace: 'kube-system' }, spec }));
    api.seed('Node', make('Node', { metadata: { name: 'node-1' } }));
  });

  async function lines(words: readonly string[]): Promise<string[]> {
    const env = capturedEnv(api.client);
    await withoutKubeconfig(() => complete(env, words, loaders));
    expect(env.printed.err).to.equal('');
    return env.printed.out.trimEnd().split('\n');
  }

  // what was typed, the word at the cursor last; what is offered
  const table: [string[], string[]][] = [
    [['ge'], ['get']],
    [['ev'], ['events']],
    [['get', 'leas'], ['leases']],
    [['get', 'pods,nod'], ['pods,nodes']],
    [
      ['get', 'pod', ''],
      ['web-1', 'web-2'],
    ],
    [
      ['get', 'pod', 'web-1', 'web'],
      ['web-1', 'web-2'],
    ],
    [['get', 'pod', '-n', 'kube-system', ''], ['dns']],
    [['get', 'po', '--namespace=kube-system', ''], ['dns']],
    [
      ['get', 'po', '-A', ''],
      ['dns', 'web-1', 'web-2'],
    ],
    [
      ['get', 'pod/w'],
      ['pod/web-1', 'pod/web-2'],
    ],
    [['get', 'pod/web-1', 'nod'], ['nodes/']],
    [['describe', 'node', ''], ['node-1']],
    [
      ['top', ''],
      ['node', 'pod'],
    ],
    [['top', 'nodes', ''], ['node-1']],
    [['top', 'node', 'node-1', ''], []],
    [['top', 'pod', '-n', 'kube-system', ''], ['dns']],
    [
      ['top', 'pod', '--sort-by', ''],
      ['cpu', 'memory'],
    ],
    [['get', 'nonsense', ''], []],
    [['get', 'pods', '-n', 'kube-n'], ['kube-node-lease']],
    [['get', 'pods', '--namespace=kube-n'], ['--namespace=kube-node-lease']],
    [
      ['get', 'pods', '-o', 'jsonpath-'],
      ['jsonpath-as-json=', 'jsonpath-file='],
    ],
    [['get', 'pods', '--output=ya'], ['--output=yaml']],
    [
      ['get', 'pods', '--show-'],
      ['--show-kind', '--show-labels'],
    ],
    [['get', 'pods', '--nope=x'], []],
    [['get', 'pods', '-l', ''], []],
    [
      ['logs', 'w'],
      ['web-1', 'web-2'],
    ],
    [
      ['logs', 'web-1', ''],
      ['main', 'side'],
    ],
    [['logs', 'web-1', '-c', 's'], ['side']],
    [['logs', 'web-1', 'main', ''], []],
    [['exec', 'web-1', '-c', 's'], ['side']],
    [['exec', 'web-1', ''], []],
    [['port-forward', 'web-2'], ['web-2']],
    [['cp', './file', 'web-1:/tmp/'], []],
    [['explain', 'pod.spec.restart'], ['pod.spec.restartPolicy']],
    [['explain', 'leas'], ['leases']],
    [['rollout', 'u'], ['undo']],
    [
      ['rollout', 'undo', ''],
      ['daemonsets', 'deployments'],
    ],
    [['edit', 'pod/web-1'], ['pod/web-1']],
    [['drain', ''], ['node-1']],
    [['drain', '--ignore-'], ['--ignore-daemonsets']],
    [['apply', 'view'], ['view-last-applied']],
    [['apply', 'view-last-applied', 'pod', 'web-2'], ['web-2']],
    [['scale', '--dry-run=s'], ['--dry-run=server']],
    [['wait', 'pod/web-1', '--for=cond'], ['--for=condition=']],
    [['events', '--for', 'pod/web-2'], ['pod/web-2']],
    [['events', '--types', 'W'], ['Warning']],
    [
      ['completion', ''],
      ['bash', 'fish', 'zsh'],
    ],
    [['up', '--runtime', 'h'], ['hollow']],
    [['tool', 't'], ['two']],
    [['tool', 'one', '--d'], ['--deep']],
    [['nope', ''], []],
  ];
  for (const [words, offered] of table) {
    it(words.join(' ') || 'nothing', async () => expect(await lines(words)).to.deep.equal([...offered, ':done']));
  }

  it('offers files where a file is wanted', async () => {
    expect(await lines(['get', '-f', ''])).to.deep.equal([':files']);
    expect(await lines(['get', '-f', 'a.yaml', 'b'])).to.deep.equal([':files']);
    expect(await lines(['cp', 'web-2'])).to.deep.equal(['web-2:', ':files']);
  });

  it('offers every type', async () => {
    expect(await lines(['get', ''])).to.include.members([...Object.values(kinds).map(({ plural }) => plural), 'all']);
  });

  it('says nothing of errors', async () => {
    api.onCall(() => unavailable('down'));
    expect(await lines(['get', 'pod', ''])).to.deep.equal([':done']);
    api.onCall(undefined);
  });

  it('does not wait for a server that does not answer', async () => {
    api.onCall(() => new Promise(() => undefined));
    const startMs = performance.now();
    expect(await lines(['get', 'pod', ''])).to.deep.equal([':done']);
    expect(performance.now() - startMs).to.be.lessThan(10_000);
    api.onCall(undefined);
  });
});

describe('completion in bash', () => {
  const binary = fileURLToPath(new URL('../bin/kuorum.js', import.meta.url));
  let directory: string;

  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'kuorum-completion-'));
    await writeFile(join(directory, 'manifest.yaml'), '');
  });
  after(() => rm(directory, { recursive: true }));

  /** What bash offers after `words`, as it breaks them; `kuorum` prints the given lines, or is the real one. */
  function offered(cases: { words: string[]; answer: string[] | 'real' }[]): { offers: string; asked: string }[] {
    const script = cases.map(({ words, answer }) => {
      const quoted = words.map((word) => `'${word}'`).join(' ');
      const stub =
        answer === 'real'
          ? `kuorum() { "${process.execPath}" "${binary}" "$@"; }`
          : `kuorum() { printf '%s|' "$@" > asked; printf '%s\\n' ${answer.map((line) => `'${line}'`).join(' ')}; }`;
      return `${stub}; : > asked; COMP_WORDS=(${quoted}); COMP_CWORD=${words.length - 1}; __kuorum_complete; printf '%s ' "\${COMPREPLY[@]}"; echo "#$(cat asked)"`;
    });
    const { stdout, stderr } = spawnSync('bash', ['--norc', '-c', `${bashCompletion}\n${script.join('\n')}`], {
      cwd: directory,
      encoding: 'utf8',
    });
    expect(stderr).to.equal('');
    return stdout
      .trimEnd()
      .split('\n')
      .map((line) => ({ offers: line.split('#')[0]?.trim() ?? '', asked: line.split('#')[1] ?? '' }));
  }

  it('puts words together that bash breaks, and offers what is after the break', () => {
    const results = offered([
      { words: ['kuorum', 'get', 'po'], answer: ['pods', ':done'] },
      { words: ['kuorum', 'get', ''], answer: ['pods', 'nodes', ':done'] },
      {
        words: ['kuorum', 'get', 'pods', '--output', '=', 'js'],
        answer: ['--output=json', '--output=jsonpath=', ':done'],
      },
      { words: ['kuorum', 'get', 'pods', '--output', '='], answer: ['--output=json', ':done'] },
      { words: ['kuorum', 'get', '-f', 'man'], answer: [':files'] },
      { words: ['kuorum', 'get', 'nothing', ''], answer: [':done'] },
    ]);
    expect(results).to.deep.equal([
      { offers: 'pods', asked: '__complete|get|po|' },
      { offers: 'pods nodes', asked: '__complete|get||' },
      { offers: 'json jsonpath=', asked: '__complete|get|pods|--output=js|' },
      { offers: 'json', asked: '__complete|get|pods|--output=|' },
      { offers: 'manifest.yaml', asked: '__complete|get|-f|man|' },
      { offers: '', asked: '__complete|get|nothing||' },
    ]);
  });

  it('asks the program itself', () => {
    const [result] = offered([{ words: ['kuorum', 'get', 'leas'], answer: 'real' }]);
    expect(result?.offers).to.equal('leases');
  });

  it('the scripts are printed, and bash can read its own', () => {
    for (const shell of ['bash', 'zsh', 'fish']) {
      const env = capturedEnv(createFakeApi().client);
      completionCommand(env).parse([shell], { from: 'user' });
      expect(env.printed.out).to.include('__complete').and.include('kuorum');
    }
    expect(spawnSync('bash', ['-n', '-c', bashCompletion]).status).to.equal(0);
  });
});
