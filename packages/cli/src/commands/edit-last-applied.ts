/** `kuorum apply edit-last-applied`: what apply remembers of objects, changed in the person's editor. */
import { randomBytes } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ApiObject, KindInfo } from '@kuorum/api';
import type { ApiClient } from '@kuorum/client';
import type { Command } from 'commander';
import { CliError } from '../errors.js';
import { editKey, headText, parseEdited, sameText, withoutComments, type Reason } from '../manifest/edit-text.js';
import { lastAppliedAnnotation, lastAppliedText, readLastApplied, type Json } from '../manifest/last-applied.js';
import { objectName } from '../print/output.js';
import { yamlText } from '../print/yaml.js';
import { clientCommand } from './context.js';
import type { Env } from './env.js';
import { findTargetsOrAll, type TargetOptions } from './find-targets.js';
import { runEditor } from './run-editor.js';
import { forEach } from './tell-change.js';

interface Options extends TargetOptions {
  readonly output: string;
}

interface Original {
  readonly info: KindInfo;
  readonly object: ApiObject;
  readonly manifest: Json;
}

export function editLastAppliedCommand(env: Env): Command {
  return clientCommand('edit-last-applied', 'Change what apply remembers of objects, in an editor')
    .argument('[type...]', 'TYPE NAME… or TYPE/NAME…')
    .option('-f, --filename <path...>', 'the objects that a file, a directory, a URL or - (standard input) names')
    .option('-R, --recursive', 'with -f: directories within directories too')
    .option('-o, --output <format>', 'what is edited: yaml or json', 'yaml')
    .addHelpText('after', '\nThe objects stay as they are; the next apply compares with what is remembered.')
    .action((args: string[], options: Options) => editLastApplied(env, args, options));
}

async function editLastApplied(env: Env, args: string[], options: Options): Promise<void> {
  const { output } = options;
  if (output !== 'yaml' && output !== 'json') {
    throw new CliError(`The flag 'output' must be one of yaml|json, not ${JSON.stringify(output)}`);
  }
  await env.withClient(options, async (client) => {
    const originals: Original[] = [];
    for (const { info, namespace, name } of await findTargetsOrAll(client, args, options)) {
      const object: ApiObject = await client.resource(info.kind).get(namespace, name);
      const manifest = readLastApplied(object);
      if (manifest === undefined) {
        throw new CliError(
          `no last-applied-configuration annotation found on resource: ${name}, to create it, say "kuorum apply set-last-applied --create-annotation -f FILE"`,
        );
      }
      originals.push({ info, object, manifest });
    }
    if (originals.length === 0) throw new CliError('edit cancelled, no objects found');
    await edited(env, client, originals, output);
  });
}

async function edited(
  env: Env,
  client: ApiClient,
  originals: readonly Original[],
  format: 'yaml' | 'json',
): Promise<void> {
  const file = join(tmpdir(), `kuorum-edit-${randomBytes(6).toString('hex')}.${format}`);
  const original = textOf(originals, format);
  const known = new Map(originals.map((each) => [editKey(each.info, each.object.metadata), each]));
  let text = original;
  let reason: Reason | undefined;
  for (;;) {
    const head = format === 'yaml' ? headText(reason === undefined ? [] : [reason]) : '';
    await writeFile(file, head + text, { mode: 0o600 });
    await runEditor(file);
    const now = await readFile(file, 'utf8');
    const given = withoutComments(now);
    const cancelled = sameText(now, original)
      ? 'Edit cancelled, no changes made.'
      : given.trim() === ''
        ? 'Edit cancelled, saved file was empty.'
        : undefined;
    if (cancelled !== undefined) {
      await rm(file, { force: true });
      return env.err(cancelled);
    }
    // The same mistake again is somebody giving up.
    if (reason !== undefined && sameText(now, text)) {
      throw new CliError(`Edit cancelled, no valid changes were saved. A copy of your changes is in ${file}`);
    }
    text = given;
    const parsed = parseEdited(text);
    const strange = parsed.objects.find(({ info, object }) => !known.has(editKey(info, placed(object, known))));
    if (parsed.reason === undefined && strange === undefined) {
      await forEach(env, parsed.objects, async ({ info, object, source }) => {
        const target = known.get(editKey(info, placed(object, known)));
        if (target !== undefined) await remember(env, client, target, source);
      });
      return rm(file, { force: true });
    }
    reason = parsed.reason ?? { head: 'At least one of apiVersion, kind and name was changed', details: [] };
    env.err(`error: ${reason.head}${reason.details.length > 0 ? `: ${reason.details.join('; ')}` : ''}`);
  }
}

function textOf(originals: readonly Original[], format: 'yaml' | 'json'): string {
  const manifests = originals.map(({ manifest }) => manifest);
  if (format === 'yaml') return manifests.map((each) => `${yamlText(each)}\n`).join('---\n');
  const [first] = manifests;
  const value = manifests.length === 1 ? first : { apiVersion: 'v1', kind: 'List', items: manifests };
  return `${JSON.stringify(value, null, 4)}\n`;
}

/** Where the object is: what was applied need not have named its namespace. */
function placed(object: ApiObject, known: ReadonlyMap<string, Original>): { namespace: string; name: string } {
  const { namespace, name } = object.metadata;
  if (namespace !== '') return { namespace, name };
  const own = [...known.values()].find((each) => each.object.metadata.name === name);
  return { namespace: own?.object.metadata.namespace ?? '', name };
}

async function remember(env: Env, client: ApiClient, { info, object }: Original, source: Json): Promise<void> {
  const { namespace, name, annotations } = object.metadata;
  const { apiVersion: _apiVersion, kind: _kind, ...manifest } = source;
  const text = lastAppliedText(info, manifest);
  const what = objectName(info.kind, name);
  if (text === annotations[lastAppliedAnnotation]) return env.out(`${what} skipped`);
  await client
    .resource(info.kind)
    .patch(namespace, name, { metadata: { annotations: { [lastAppliedAnnotation]: text } } });
  env.out(`${what} edited`);
}
