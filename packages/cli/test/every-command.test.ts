/**
 * Every command of the program once, at a real apiserver, as a day at the terminal: rows build on those before them. What
 * a command does in all its forms is in the file of its own name; here is that it is there, and says and returns what kubectl does.
 */
import { expect } from 'chai';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Command } from 'commander';
import { make, ownerReference } from '@kuorum/api';
import { createFakeApi } from '@kuorum/testing';
import { apiResourcesCommand } from '../dist/commands/api-resources.js';
import { applyCommand } from '../dist/commands/apply.js';
import { autoscaleCommand } from '../dist/commands/autoscale.js';
import { authCommand } from '../dist/commands/auth.js';
import { completionCommand } from '../dist/commands/completion.js';
import { configCommand } from '../dist/commands/config.js';
import { certsCommand } from '../dist/commands/certs.js';
import { cordonCommand, taintCommand, uncordonCommand } from '../dist/commands/cordon.js';
import { cpCommand } from '../dist/commands/cp.js';
import { createCommand, runCommand } from '../dist/commands/create.js';
import { deleteCommand } from '../dist/commands/delete.js';
import { describeCommand } from '../dist/commands/describe.js';
import { diffCommand } from '../dist/commands/diff.js';
import { drainCommand } from '../dist/commands/drain.js';
import { editCommand } from '../dist/commands/edit.js';
import type { Env } from '../dist/commands/env.js';
import { eventsCommand } from '../dist/commands/events.js';
import { execCommand } from '../dist/commands/exec.js';
import { explainCommand } from '../dist/commands/explain.js';
import { exposeCommand } from '../dist/commands/expose.js';
import { getCommand } from '../dist/commands/get.js';
import { startCommand, stopCommand } from '../dist/commands/local.js';
import { logsCommand } from '../dist/commands/logs.js';
import { annotateCommand, labelCommand } from '../dist/commands/metadata-edit.js';
import { kubeletCommand, nodeCommand, proxyCommand } from '../dist/commands/node.js';
import { patchCommand } from '../dist/commands/patch.js';
import { portForwardCommand } from '../dist/commands/port-forward.js';
import { replaceCommand } from '../dist/commands/replace.js';
import { rolloutCommand } from '../dist/commands/rollout.js';
import { scaleCommand } from '../dist/commands/scale.js';
import { setCommand } from '../dist/commands/set.js';
import { topCommand } from '../dist/commands/top.js';
import { versionCommand } from '../dist/commands/version.js';
import { waitCommand } from '../dist/commands/wait.js';
import { rootCommand } from '../dist/root-command.js';
import { bundleMsMax, makeBundle, runBundle } from './bundled-program.js';
import { Cluster } from './cluster.js';
import { rows } from './every-command-rows.js';
import { capturedEnv, run, type Ran } from './harness.js';

const commands: Readonly<Record<string, (env: Env) => Command>> = {
  annotate: annotateCommand,
  'api-resources': apiResourcesCommand,
  apply: applyCommand,
  autoscale: autoscaleCommand,
  auth: authCommand,
  certs: certsCommand,
  completion: completionCommand,
  config: configCommand,
  cordon: cordonCommand,
  cp: cpCommand,
  create: createCommand,
  delete: deleteCommand,
  describe: describeCommand,
  diff: diffCommand,
  drain: drainCommand,
  edit: editCommand,
  events: eventsCommand,
  exec: execCommand,
  explain: explainCommand,
  expose: exposeCommand,
  get: getCommand,
  kubelet: kubeletCommand,
  label: labelCommand,
  logs: logsCommand,
  node: nodeCommand,
  patch: patchCommand,
  'port-forward': portForwardCommand,
  proxy: proxyCommand,
  replace: replaceCommand,
  rollout: rolloutCommand,
  run: runCommand,
  scale: scaleCommand,
  set: setCommand,
  start: startCommand,
  stop: stopCommand,
  taint: taintCommand,
  top: topCommand,
  uncordon: uncordonCommand,
  version: versionCommand,
  wait: waitCommand,
};

/** Those that are processes of their own, or look at the machine's: where each is run. */
const elsewhere: Readonly<Record<string, string>> = {
  apiserver: 'packages/cli/test/processes.test.ts',
  controllers: 'packages/cli/test/processes.test.ts',
  demo: 'test/e2e/demo.test.ts',
  down: 'test/e2e/local-cluster.test.ts',
  scheduler: 'packages/cli/test/processes.test.ts',
  status: 'test/e2e/local-cluster.test.ts',
  store: 'test/support/store/store-member.ts',
  up: 'test/e2e/local-cluster.test.ts',
};

/** Commands that are only looked at. */
const idle = (): Env => capturedEnv(createFakeApi().client);

const configMap = (name: string, k: string): string =>
  JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data: { k } });

/** What a Deployment controller would have made of `web` so far. */
async function rollOutTwice(cluster: Cluster): Promise<void> {
  const owner = await cluster.get('Deployment', 'web');
  for (const revision of [1, 2]) {
    const labels = { app: 'web', 'pod-template-hash': `h${revision}` };
    const annotations = { 'deployment.kubernetes.io/revision': String(revision) };
    const ownerReferences = [ownerReference('Deployment', owner)];
    const template = { metadata: { labels }, spec: { containers: [{ name: 'c', image: `i:${revision - 1}` }] } };
    const metadata = { name: `web-${revision}`, labels, annotations, ownerReferences };
    const spec = { replicas: 0, selector: { matchLabels: labels }, template };
    await cluster.create('ReplicaSet', make('ReplicaSet', { metadata, spec }));
  }
}

/** The command that a line is for: `rollout undo`, `get`. */
function pathOf(words: readonly string[]): string[] {
  const path: string[] = [];
  let command = commands[words[0] ?? '']?.(idle());
  for (const word of words) {
    if (path.length > 0) command = command?.commands.find((each) => each.name() === word);
    if (command === undefined) break;
    path.push(word);
  }
  return path;
}

/** The words with `-n NAMESPACE` after those that name the command, where it takes that. */
function scoped(words: readonly string[], namespace: string): string[] {
  const path = pathOf(words);
  let command = commands[words[0] ?? '']?.(idle());
  for (const word of path.slice(1)) command = command?.commands.find((each) => each.name() === word) ?? command;
  const scope = command?.options.some(({ long }) => long === '--namespace') === true ? ['-n', namespace] : [];
  return [...words.slice(0, path.length), ...scope, ...words.slice(path.length)];
}

/** The command as `main.ts` runs it, in the process of the test. */
async function runModules(cluster: Cluster, words: readonly string[]): Promise<Ran> {
  const make = commands[words[0] ?? ''];
  if (make === undefined) throw new Error(`there is no command ${words[0]}`);
  return run((env) => rootCommand().addCommand(make(env)), capturedEnv(cluster.client), words);
}

/** The first row of each command, and those for which it loads something more: each costs a process. */
const bundled = rows.filter(
  ([line], i) =>
    rows.findIndex(([other]) => other.split(' ')[0] === line.split(' ')[0]) === i ||
    /-o (yaml|wide)|--sort-by|get -f |-p {$/.test(line),
);

describe('kuorum at the terminal', () => {
  for (const shipped of [false, true]) {
    describe(`every command, ${shipped ? 'as it is shipped' : 'of its modules'}`, function () {
      this.timeout(bundleMsMax);
      const cluster = new Cluster();
      let dir: string;
      const editor = process.env['KUORUM_EDITOR'];
      const filled = (text: string): string => text.replaceAll('@NS', cluster.namespace).replaceAll('@DIR', dir);

      before(async () => {
        process.env['KUORUM_EDITOR'] = "sed -i 's/minReadySeconds: 5/minReadySeconds: 6/'";
        await cluster.start();
        await cluster.newNamespace();
        dir = await mkdtemp(join(tmpdir(), 'kuorum-every-'));
        await writeFile(join(dir, 'config.yaml'), configMap('app', 'old'));
        await writeFile(join(dir, 'changed.yaml'), configMap('app', 'new'));
        await writeFile(join(dir, 'applied.yaml'), configMap('applied', 'v'));
        await cluster.create('Node', make('Node', { metadata: { name: 'n1' } }));
        if (shipped) await makeBundle();
      });
      after(async () => {
        if (editor === undefined) delete process.env['KUORUM_EDITOR'];
        else process.env['KUORUM_EDITOR'] = editor;
        await cluster.stop();
        await rm(dir, { recursive: true, force: true });
      });

      rows.forEach((row) => {
        const [line, printed, expected = 0] = row;
        const inBundle = shipped && bundled.includes(row);
        it(`${line} → ${expected}${shipped && !inBundle ? ' (of its modules)' : ''}`, async () => {
          if (line.startsWith('rollout history')) await rollOutTwice(cluster);
          const words = scoped(filled(line).split(' '), cluster.namespace);
          const { out, err, status } = await (inBundle
            ? runBundle(cluster.address, words)
            : runModules(cluster, words));
          const text = expected === 0 ? out || err : out + err;
          if (typeof printed === 'string') expect(text).to.equal(filled(printed));
          else expect(text).to.match(new RegExp(filled(printed.source), printed.flags));
          expect(status, err).to.equal(expected);
        });
      });
    });
  }

  describe('the table', () => {
    const root = fileURLToPath(new URL('../../../', import.meta.url));

    it('has a row for every command of the program', async () => {
      const main = fileURLToPath(new URL('../dist/main.js', import.meta.url));
      const { stdout } = await promisify(execFile)(process.execPath, [main, '__complete', '']);
      const names = stdout.split('\n').filter((name) => /^[a-z]/.test(name) && name !== 'help');
      expect(names).to.include('get');
      const told = new Set(rows.map(([line]) => pathOf(line.split(' ')).join(' ')));
      const missing: string[] = [];
      for (const name of names) {
        const make = commands[name];
        if (make === undefined) {
          const file = elsewhere[name];
          if (file !== undefined)
            expect(await readFile(join(root, file), 'utf8'), file).to.match(new RegExp(`['" ]${name}['" ]`));
          else if (!(await hasOwnTest(name))) missing.push(name);
        } else missing.push(...leaves(make(idle())).filter((path) => !told.has(path)));
      }
      expect(missing).to.deep.equal([]);
    });

    /** A file that runs the command, as all others here do, by its function: `portForwardCommand`. */
    async function hasOwnTest(name: string): Promise<boolean> {
      const made = `${name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase())}Command`;
      const folder = join(root, 'packages/cli/test');
      const files = (await readdir(folder)).filter((file) => file.endsWith('.test.ts') && !file.startsWith('every-'));
      const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
      return texts.some((text) => text.includes(`import { ${made}`) || text.includes(`, ${made}`));
    }

    function leaves(command: Command, before = ''): string[] {
      const path = `${before}${command.name()}`;
      if (command.commands.length === 0) return [path];
      return command.commands.flatMap((each) => leaves(each, `${path} `));
    }
  });
});
