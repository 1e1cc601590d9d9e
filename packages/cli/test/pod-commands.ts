/** `kuorum exec`, `port-forward` and `cp` on a cluster that `pod-streams.test.ts` has started. */
import { mkdir, readdir, readFile, readlink, symlink, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { buffer, text } from 'node:stream/consumers';
import { make } from '@kuorum/api';
import { eventually } from '@kuorum/testing';
import { expect } from 'chai';
import { pack } from 'tar-stream';
import { cpCommand, parsePlace } from '../dist/commands/cp.js';
import { execCommand } from '../dist/commands/exec.js';
import { portForwardCommand } from '../dist/commands/port-forward.js';
import type { Terminal } from '../dist/commands/terminal.js';
import { unpackFrom } from '../dist/tar/tree.js';
import { capturedEnv, run } from './harness.js';
import type { StreamsCluster } from './streams-cluster.js';

interface FakeTerminal extends Terminal {
  readonly written: { readonly out: Promise<string>; readonly err: Promise<string> };
  readonly state: { raw: number; restored: number; left: number };
}

function fakeTerminal(input: Readable, isTty = false): FakeTerminal {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const state = { raw: 0, restored: 0, left: 0 };
  return {
    ...{ stdin: input, stdout, stderr, isTty, state },
    written: { out: text(stdout), err: text(stderr) },
    size: () => ({ width: 80, height: 24 }),
    onResize: () => () => undefined,
    raw: () => {
      state.raw++;
      return () => state.restored++;
    },
    leave: () => state.left++,
  };
}

export function podCommands(cluster: StreamsCluster): void {
  const exec = async (
    args: string[],
    input = Readable.from([], { objectMode: false }),
    isTty = false,
  ): Promise<{ out: string; err: string; status: number; said: string; terminal: FakeTerminal }> => {
    const terminal = fakeTerminal(input, isTty);
    const ran = await run((env) => execCommand(env, terminal), capturedEnv(cluster.client), args);
    terminal.stdout.end();
    terminal.stderr.end();
    const [out, err] = await Promise.all([terminal.written.out, terminal.written.err]);
    return { out, err, status: ran.status, said: ran.err, terminal };
  };

  describe('kuorum exec', () => {
    it('prints what the command prints, where it prints it, and ends with its exit code', async () => {
      const code = 'console.log("out"); console.error("err"); process.exit(7)';
      const { out, err, status, said } = await exec(['web', '--', 'node', '-e', code]);
      expect({ out, err, status }).to.deep.equal({ out: 'out\n', err: 'err\n', status: 7 });
      expect(said).to.equal('command terminated with exit code 7\n');
      expect((await exec(['web', '-q', '--', 'false'])).said).to.equal('');
      expect((await exec(['web', '--', 'true'])).status).to.equal(0);
    });

    it('hands standard input on with -i only', async () => {
      const input = Buffer.alloc(300_000, 'kuorum ');
      const { out } = await exec(['web', '-i', '--', 'cat'], Readable.from([input]));
      expect(out).to.equal(input.toString());
      expect((await exec(['web', '--', 'wc', '-c'], Readable.from([input]))).out.trim()).to.equal('0');
    });

    it('takes a pod of a deployment or service, and says which container it took', async () => {
      const selector = { matchLabels: { app: 'two' } };
      const template = { metadata: { labels: { app: 'two' } }, spec: { containers: [{ name: 'a', image: 'i' }] } };
      const spec = { replicas: 0, selector, template };
      await cluster.client.resource('Deployment').create(make('Deployment', { metadata: { name: 'two' }, spec }));
      const { out, said } = await exec(['deploy/two', '--', 'sh', '-c', 'echo $HOSTNAME']);
      expect(out).to.equal('two\n');
      expect(said).to.equal('Defaulted container "a" out of: a, b\n');
      expect((await exec(['two', '-c', 'b', '--', 'true'])).said).to.equal('');
    });

    it('says what is missing, and what the server says', async () => {
      expect((await exec(['web'])).said).to.match(/you must specify at least one command for the container/);
      expect((await exec(['nope', '--', 'true'])).said).to.match(/\(NotFound\): pods "nope" not found/);
      expect((await exec(['two', '-c', 'x', '--', 'true'])).said).to.match(/container x is not valid for pod two/);
    });

    it('makes the terminal raw for -it only where there is one, and puts it back whatever happens', async () => {
      const plain = await exec(['web', '-it', '--', 'true']);
      expect(plain.said).to.match(/Unable to use a TTY/);
      expect(plain.terminal.state).to.deep.equal({ raw: 0, restored: 0, left: 1 });
      const command = ['sh', '-c', 'stty size; read line; echo "got $line"; exit 3'];
      const shown = await exec(['web', '-it', '--', ...command], Readable.from(['key\n']), true);
      // The key is echoed as soon as it comes.
      expect(shown.out).to.match(/^(key\r\n)?24 80\r\n(key\r\n)?got key\r\n$/);
      expect(shown).to.include({ status: 3, err: '' });
      expect(shown.terminal.state).to.deep.equal({ raw: 1, restored: 1, left: 1 });
      const refused = await exec(['web', '-it', '--', '/no/such'], new PassThrough(), true);
      expect(refused.said).to.match(/"\/no\/such": executable file not found/);
      expect(refused.terminal.state.raw).to.equal(refused.terminal.state.restored);
    });
  });

  describe('kuorum port-forward', () => {
    const forwarding = async (
      args: string[],
    ): Promise<{ ports: number[]; out: () => string; stop: () => Promise<unknown> }> => {
      const env = capturedEnv(cluster.client);
      const ran = run(portForwardCommand, env, args);
      const wanted = args.length - 1;
      const lines = (): RegExpMatchArray[] => [
        ...env.printed.out.matchAll(/^Forwarding from 127\.0\.0\.1:(\d+) -> \d+$/gm),
      ];
      await eventually(() => {
        if (env.printed.err !== '') throw new Error(env.printed.err);
        return lines().length === wanted;
      });
      const stop = (): Promise<unknown> => {
        env.interrupt();
        return ran;
      };
      return { ports: lines().map((match) => Number(match[1])), out: () => env.printed.out, stop };
    };
    const send = async (port: number, data: Buffer): Promise<Buffer> => {
      const socket = connect({ host: '127.0.0.1', port, allowHalfOpen: true });
      socket.end(data);
      return buffer(socket);
    };

    it('leads a free local port to one of the pod: several connections at a time, each side ending by itself', async () => {
      const { ports, out, stop } = await forwarding(['web', ':8081', ':8080']);
      const [mirror = 0, counter = 0] = ports;
      const sent = Buffer.alloc(200_000, '0123456789');
      const answers = await Promise.all(Array.from({ length: 5 }, () => send(mirror, sent)));
      expect(answers.every((answer) => answer.equals(sent))).to.equal(true);
      expect((await send(counter, sent)).toString()).to.equal('200000');
      expect(out().match(/Handling connection for/g)).to.have.length(6);
      await stop();
      expect(await send(mirror, sent).catch((error: NodeJS.ErrnoException) => error.code)).to.equal('ECONNREFUSED');
    });

    it('goes on after a connection that failed', async () => {
      const { ports, stop } = await forwarding(['web', ':9', ':8080']);
      expect((await send(ports[0] ?? 0, Buffer.from('x')).catch(() => Buffer.alloc(0))).length).to.equal(0);
      expect((await send(ports[1] ?? 0, Buffer.from('four'))).toString()).to.equal('4');
      await stop();
    });

    it("finds the pod's port behind a port of a service, by number and by name", async () => {
      const ports = [{ name: 'count', port: 80, targetPort: 8080 }];
      const spec = { selector: { app: 'web' }, ports };
      await cluster.client.resource('Service').create(make('Service', { metadata: { name: 'web' }, spec }));
      for (const port of [':80', ':count']) {
        const { ports: locals, out, stop } = await forwarding(['svc/web', port]);
        expect(out()).to.match(/-> 8080/);
        expect((await send(locals[0] ?? 0, Buffer.from('three'))).toString()).to.equal('5');
        await stop();
      }
      const none = await run(portForwardCommand, capturedEnv(cluster.client), ['svc/web', ':81']);
      expect(none.err).to.match(/service web does not have a port 81: it has 80 \(count\)/);
    });

    it('says what is wrong with a port, and that one is taken', async () => {
      const { ports, stop } = await forwarding(['web', ':8080']);
      for (const [args, message] of [
        [['web', '0'], /Cannot read port "0": it must be 1 to 65535/],
        [['web', '1:2:3'], /write REMOTE, LOCAL:REMOTE or :REMOTE/],
        [['web', 'http'], /pod web does not have a port named "http": it names none/],
        [['web', `${ports[0]}:8080`, '--address', '127.0.0.1'], /unable to listen on 127\.0\.0\.1:\d+: .*EADDRINUSE/],
      ] as const) {
        expect((await run(portForwardCommand, capturedEnv(cluster.client), [...args])).err).to.match(message);
      }
      await stop();
    });
  });

  describe('kuorum cp', () => {
    const cp = (...args: string[]): ReturnType<typeof run> => run(cpCommand, capturedEnv(cluster.client), args);

    it('copies trees in and out again, whole, with names and permissions, links apart', async () => {
      const dir = await cluster.cleanup.tempDir();
      const tree = join(dir, 'tree');
      await mkdir(join(tree, 'deep/er'), { recursive: true });
      const large = Buffer.alloc(1_500_000, 'abc');
      await writeFile(join(tree, 'large'), large);
      await writeFile(join(tree, 'deep/er/name with space ü'), 'text', { mode: 0o700 });
      await writeFile(join(tree, 'empty'), '');
      await symlink('/etc/passwd', join(tree, 'link'));
      const [inside, back] = [join(dir, 'inside'), join(dir, 'back')];
      await mkdir(inside);
      expect(await cp(tree, `web:${inside}`)).to.deep.equal({ out: '', err: '', status: 0 });
      expect(await readlink(join(inside, 'tree/link'))).to.equal('/etc/passwd');
      const { err, status } = await cp(`default/web:${inside}/tree`, back);
      expect(status).to.equal(0);
      expect(err).to.match(/warning: skipping symlink: ".*\/link" -> "\/etc\/passwd"/);
      expect((await readdir(back)).sort()).to.deep.equal(['deep', 'empty', 'large']);
      expect((await readFile(join(back, 'large'))).equals(large)).to.equal(true);
      expect(await readFile(join(back, 'deep/er/name with space ü'), 'utf8')).to.equal('text');
      await cp(`web:${inside}/tree/empty`, back);
      await cp(join(tree, 'large'), `web:${inside}/renamed`);
      expect((await readFile(join(inside, 'renamed'))).equals(large)).to.equal(true);
    });

    it('says what fails, on either side', async () => {
      const dir = await cluster.cleanup.tempDir();
      expect((await cp('/no/such', 'web:/tmp')).err).to.match(/\/no\/such doesn't exist in local filesystem/);
      const missing = await cp('web:/no/such', join(dir, 'x'));
      expect(missing.err).to.match(/No such file or directory/);
      expect(missing.status).to.equal(1);
      expect((await cp('a', 'b')).err).to.match(/one of src or dest must be a local file specification/);
      expect((await cp('web:', dir)).err).to.match(/filepath can not be empty/);
      expect(parsePlace('./a:b')).to.include({ pod: '', path: './a:b' });
      expect(() => parsePlace('a/b/c:d')).to.throw(/write POD:PATH or NAMESPACE\/POD:PATH/);
    });

    it('writes nothing outside of where it was told to, whatever a container sends', async () => {
      const dir = await cluster.cleanup.tempDir();
      const root = join(dir, 'root');
      await mkdir(root);
      await symlink(dir, join(root, 'leads-out'));
      const evil = pack();
      for (const name of [
        'src/../../evil',
        '../evil',
        '/evil',
        'src/a/../../../evil',
        'src/leads-out/evil',
        'other',
        'src/..',
      ]) {
        evil.entry({ name }, 'evil');
      }
      evil.entry({ name: 'src/door', type: 'symlink', linkname: dir });
      evil.entry({ name: 'src/door/evil' }, 'no link: a directory');
      evil.entry({ name: 'src/hard', type: 'link', linkname: '/etc/passwd' });
      evil.entry({ name: 'src/fifo', type: 'fifo' });
      evil.entry({ name: 'src/good' }, 'good');
      evil.finalize();
      const warnings: string[] = [];
      await unpackFrom(evil, 'src', root, (warning) => warnings.push(warning));
      expect(await readdir(dir)).to.deep.equal(['root']);
      expect((await readdir(root)).sort()).to.deep.equal(['door', 'good', 'leads-out']);
      expect(await readFile(join(root, 'door/evil'), 'utf8')).to.equal('no link: a directory');
      expect(warnings.filter((text) => /outside target destination/.test(text)).length).to.be.at.least(5);
      for (const what of [
        /behind a link/,
        /skipping symlink/,
        /skipping hard link/,
        /neither a file nor a directory/,
      ]) {
        expect(warnings.join('\n')).to.match(what);
      }
    });
  });
}
