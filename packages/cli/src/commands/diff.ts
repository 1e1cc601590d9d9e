/** `kuorum diff`: what apply would change. Exit status 0: nothing; 1: something; above: it could not be found out. */
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ApiObject, KindInfo } from '@kuorum/api';
import type { Command } from 'commander';
import { CliError, describeError } from '../errors.js';
import { loadManifests } from '../manifest/load.js';
import { lastAppliedAnnotation } from '../manifest/last-applied.js';
import { toJson } from '../print/output.js';
import { yamlText } from '../print/yaml.js';
import { applyObject } from './apply-object.js';
import { clientCommand, namespaceFor, type ClientOptions } from './context.js';
import { processEnv, type Env } from './env.js';
import { getOrNothing } from './get-or-nothing.js';
import { selectManifests } from './select-manifests.js';

interface DiffOptions extends ClientOptions {
  readonly filename?: string[];
  readonly recursive?: boolean;
  readonly selector?: string;
}

export function diffCommand(env: Env = processEnv): Command {
  return clientCommand('diff', 'Show what apply would change; exit status 1 when it would')
    .option('-f, --filename <path...>', 'file, directory, URL, or - for standard input')
    .option('-R, --recursive', 'with -f: directories within directories too')
    .option('-l, --selector <selector>', 'only manifests with these labels')
    .addHelpText('after', '\nKUBECTL_EXTERNAL_DIFF names another program than "diff -u -N".')
    .action(async (options: DiffOptions) => {
      try {
        const status = await diff(env, options);
        if (status > 0) env.fail(status);
      } catch (error) {
        env.err(describeError(error));
        env.fail(2);
      }
    });
}

async function diff(env: Env, options: DiffOptions): Promise<number> {
  if (options.filename === undefined) throw new CliError('must specify -f FILE, DIRECTORY, URL or - (standard input)');
  const loaded = await loadManifests(options.filename, { recursive: options.recursive });
  const manifests = selectManifests(loaded, options.selector);
  const dir = await mkdtemp(join(tmpdir(), 'kuorum-diff-'));
  try {
    const [liveDir, mergedDir] = [join(dir, 'LIVE'), join(dir, 'MERGED')];
    await Promise.all([liveDir, mergedDir].map((each) => mkdir(each)));
    await env.withClient(options, async (client) => {
      for (const manifest of manifests) {
        const { info } = manifest;
        const how = { namespace: options.namespace, dryRun: 'server', warn: () => undefined } as const;
        const { object: merged } = await applyObject(client, manifest, how);
        const { namespace, name } = merged.metadata;
        const live = await getOrNothing(client, info, namespaceFor(info, namespace), name);
        const file = [info.apiVersion.replace('/', '.'), info.kind, namespace, name].join('.');
        const [before, after] = shown(info, live, merged);
        if (before !== undefined) await writeFile(join(liveDir, file), yamlText(before), { mode: 0o600 });
        await writeFile(join(mergedDir, file), yamlText(after), { mode: 0o600 });
      }
    });
    return await runDiff(env, dir);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

type Json = Record<string, unknown>;

/** Both sides without what every write changes, and without what is secret. */
function shown(info: KindInfo, live: ApiObject | undefined, merged: ApiObject): [Json | undefined, Json] {
  const before = live === undefined ? undefined : bare(toJson(info.kind, live));
  const after = bare(toJson(info.kind, merged));
  if (info.kind === 'Secret') mask(before, after);
  return [before, after];
}

function bare(json: Json): Json {
  const { resourceVersion: _version, annotations, ...metadata } = json['metadata'] as Json;
  const { [lastAppliedAnnotation]: _last, ...rest } = (annotations ?? {}) as Json;
  return { ...json, metadata: { ...metadata, ...(Object.keys(rest).length > 0 ? { annotations: rest } : {}) } };
}

/** A changed value is seen to change, never what it is. */
function mask(before: Json | undefined, after: Json): void {
  const old = before?.['data'] as Json | undefined;
  const now = after['data'] as Json | undefined;
  const masked = (data: Json, other: Json | undefined, side: string): Json =>
    Object.fromEntries(
      Object.entries(data).map(([key, value]) => {
        const differs = other !== undefined && key in other && other[key] !== value;
        return [key, differs ? `*** (${side})` : '***'];
      }),
    );
  if (before !== undefined && old !== undefined) before['data'] = masked(old, now, 'before');
  if (now !== undefined) after['data'] = masked(now, old, 'after');
}

/** What the program prints is ours; its status says whether there is a difference. */
function runDiff(env: Env, cwd: string): Promise<number> {
  const external = process.env['KUBECTL_EXTERNAL_DIFF'] ?? '';
  const [program = 'diff', ...args] = external === '' ? ['diff', '-u', '-N'] : external.split(/\s+/);
  return new Promise((resolve, reject) => {
    const child = spawn(program, [...args, 'LIVE', 'MERGED'], { cwd, stdio: ['inherit', 'pipe', 'inherit'] });
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.on('error', ({ message }) => reject(new CliError(`failed to run ${JSON.stringify(program)}: ${message}`)));
    child.on('close', (code) => {
      env.write(Buffer.concat(chunks)).then(() => resolve(code ?? 2), reject);
    });
  });
}
