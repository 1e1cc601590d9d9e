import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { Command } from 'commander';
import { createFakeApi } from '@kuorum/testing';
import { leadingOptions, unknownCommand, withOptionsAfter } from '../dist/command-line.js';
import { createCommand, runCommand } from '../dist/commands/create.js';
import { capturedEnv, run, type Ran } from './harness.js';

const main = fileURLToPath(new URL('../dist/main.js', import.meta.url));

/** The program itself, without a cluster. */
async function kuorum(...args: string[]): Promise<Ran> {
  const env = { PATH: process.env['PATH'], HOME: '/nonexistent', KUORUM_CONFIG: '', KUORUM_SERVER: '127.0.0.1:1' };
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [main, ...args], { env });
    return { out: stdout, err: stderr, status: 0 };
  } catch (error) {
    const { stdout, stderr, code } = error as { stdout: string; stderr: string; code: number };
    return { out: stdout, err: stderr, status: code };
  }
}

describe("kubectl's command line", () => {
  const rollout = new Command('rollout').addCommand(new Command('status').alias('st'));
  const rows: [given: string, read: string][] = [
    ['get pods', 'get pods'],
    ['-n web get pods', 'get -n web pods'],
    ['--namespace=web --context c get pods', 'get --namespace=web --context c pods'],
    ['-nweb -s localhost:1 get', 'get -nweb -s localhost:1'],
    ['-n web exec p -- ls -n x', 'exec -n web p -- ls -n x'],
    ['-n web rollout status deploy/a', 'rollout status -n web deploy/a'],
    ['-n web rollout st deploy/a', 'rollout st -n web deploy/a'],
    ['-n web rollout', 'rollout -n web'],
    ['--token t --request-timeout=2s get pods', 'get --token t --request-timeout=2s pods'],
    ['-o json get pods', '-o json get pods'],
  ];
  for (const [given, read] of rows) {
    it(`${given} → ${read}`, () => {
      const { options, rest } = leadingOptions(given.split(' '));
      const command = rest[0] === 'rollout' ? rollout : new Command(rest[0] ?? '');
      expect(withOptionsAfter(command, options, rest).join(' ')).to.equal(read);
    });
  }

  it('options may stand before the command', async () => {
    const { err } = await kuorum('-n', 'web', 'get', 'pods');
    expect(err).to.match(/^The connection to the server 127\.0\.0\.1:1 was refused/);
  });

  it('whatever is wrong with a line is followed by where to read on', async () => {
    const [argument, option, group] = await Promise.all([
      kuorum('create', 'deployment'),
      kuorum('get', 'pods', '--wach'),
      kuorum('rollout', 'statsu'),
    ]);
    expect(argument.err).to.equal(
      `error: missing required argument 'name'\nSee "kuorum create deployment --help" for its options and examples.\n`,
    );
    expect(option.err).to.match(/Did you mean --watch\?\)\n+See "kuorum get --help"/);
    expect(group.err).to.match(
      /"kuorum rollout" has restart, pause, resume, history, undo, status\.\nSee "kuorum rollout/,
    );
    expect([argument, option, group].map(({ status }) => status)).to.deep.equal([1, 1, 1]);
  });

  it('an option that is not known is named without its value, which may be a token or a password', async () => {
    const wrong = await Promise.all([
      kuorum('get', 'pods', "--tokn=hunter2'x\ny"),
      kuorum('--passwrd=hunter2', 'get', 'pods'),
      kuorum('config', 'view', '--token=hunter2'),
      kuorum('rollout', 'status', '--key=hunter2', 'deploy/a'),
    ]);
    for (const { err, status } of wrong) {
      expect(err).to.match(/^error: unknown option '--(tokn|passwrd|token|key)'\n/);
      expect(err).to.not.include('hunter2');
      expect(status).to.equal(1);
    }
  });

  it('--token is for servers with TLS, and --request-timeout a duration', async () => {
    const [token, timeout, long] = await Promise.all([
      kuorum('--token', 'hunter2', 'get', 'pods'),
      kuorum('get', 'pods', '--request-timeout=soon'),
      kuorum('get', 'pods', '--request-timeout=9999h'),
    ]);
    expect(token.err).to.equal(
      'error: Cannot use --token with a plaintext server, where nobody signs in: leave it out\n',
    );
    expect(timeout.err).to.match(/^error: Cannot read --request-timeout: "soon" is not a duration/);
    expect(long.err).to.equal('error: --request-timeout must be at most 24h: 9999h\n');
  });

  it('a command of kubectl that is not there tells what does the same', () => {
    expect(unknownCommand('attach', ['get']).message).to.match(
      /^unknown command "attach" for "kuorum": "kuorum logs -f POD"/,
    );
    expect(unknownCommand('gte', ['get', 'apply']).message).to.match(/Did you mean this\?\n\tget$/);
    expect(unknownCommand('constructor', ['get']).message).to.match(/Say "kuorum --help"/);
  });

  it('create of a type that it does not know says which it does', async () => {
    const create = (...args: string[]): Promise<Ran> => run(createCommand, capturedEnv(createFakeApi().client), args);
    expect((await create('foo', 'bar')).err).to.match(
      /does not make "foo" by options: it makes namespace, .*create -f FILE/,
    );
    expect((await create('deploymnet', 'web')).err).to.match(/did you mean deployment\?/);
    expect((await create('pod', 'web')).err).to.match(/"kuorum run NAME --image=IMAGE" makes a pod/);
    expect((await create()).err).to.match(/must specify -f FILE, or what to create/);
  });

  it('run -it --rm says what it is made of here', async () => {
    const { err } = await run(runCommand, capturedEnv(createFakeApi().client), ['sh', '--image=i', '--rm', '-it']);
    expect(err).to.match(/"kuorum run" starts a pod and returns.*"kuorum exec -it sh -- sh"/);
  });
});
