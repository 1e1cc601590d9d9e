/**
 * `kuorum edit`: objects as a file in the person's editor, and what was changed in it as a patch to each. What the server
 * does not accept comes back into the editor with the reasons above it, until it is accepted or given up; then a copy stays.
 */
import { randomBytes } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiStatusError, isInvalid, isNotFound, threeWayMerge, type ApiObject, type KindInfo } from '@kuorum/api';
import type { ApiClient } from '@kuorum/client';
import type { Command } from 'commander';
import { CliError, describeError } from '../errors.js';
import { editKey, headText, parseEdited, sameText, withoutComments, type Reason } from '../manifest/edit-text.js';
import { lastAppliedAnnotation, lastAppliedText, type Json } from '../manifest/last-applied.js';
import type { ManifestObject } from '../manifest/load.js';
import { listJson, objectName, toJson } from '../print/output.js';
import { yamlText } from '../print/yaml.js';
import { clientCommand } from './context.js';
import { processEnv, type Env } from './env.js';
import { findTargetsOrAll, type TargetOptions } from './find-targets.js';
import { runEditor } from './run-editor.js';

interface EditOptions extends TargetOptions {
  readonly output: string;
  readonly subresource?: string;
  readonly saveConfig?: boolean;
}

export function editCommand(env: Env = processEnv): Command {
  return clientCommand('edit', 'Change objects in an editor')
    .argument('[type...]', 'TYPE NAME… or TYPE/NAME…')
    .option('-f, --filename <path...>', 'the objects that a file, a directory, a URL or - (standard input) names')
    .option('-R, --recursive', 'with -f: directories within directories too')
    .option('-o, --output <format>', 'what is edited: yaml or json', 'yaml')
    .option('--subresource <name>', 'status: edit the status, not the spec')
    .option('--save-config', 'remember what was edited for a later apply')
    .addHelpText('after', '\nThe editor is KUORUM_EDITOR, KUBE_EDITOR or EDITOR, the first that is set; else vi.')
    .action((args: string[], options: EditOptions) => edit(env, args, options));
}

async function edit(env: Env, args: string[], options: EditOptions): Promise<void> {
  const { output, subresource } = options;
  if (output !== 'yaml' && output !== 'json') {
    throw new CliError(`The flag 'output' must be one of yaml|json, not ${JSON.stringify(output)}`);
  }
  if (subresource !== undefined && subresource !== 'status') {
    throw new CliError(`invalid subresource value: ${JSON.stringify(subresource)}. Must be one of [status]`);
  }
  if (options.saveConfig === true && subresource !== undefined) {
    throw new CliError('--save-config cannot be used with --subresource: apply never writes the status');
  }
  await env.withClient(options, async (client) => {
    const originals: Original[] = [];
    for (const { info, namespace, name } of await findTargetsOrAll(client, args, options)) {
      originals.push({ info, object: await client.resource(info.kind).get(namespace, name) });
    }
    if (originals.length === 0) throw new CliError('edit cancelled, no objects found');
    await new Editing(env, client, originals, output, { subresource, saveConfig: options.saveConfig === true }).run();
  });
}

interface Original {
  readonly info: KindInfo;
  readonly object: ApiObject;
}

/** What became of one round of changes. */
interface Round {
  readonly reasons: Reason[];
  /** Objects that are no longer there. */
  gone: number;
  /** Objects that could not be changed for a reason that is not in the text. */
  failed: number;
}

class Editing {
  private readonly file: string;
  private readonly originals: ReadonlyMap<string, Original>;
  /** What was accepted of each object, so that another round does not change it again. */
  private readonly accepted = new Map<string, string>();

  constructor(
    private readonly env: Env,
    private readonly client: ApiClient,
    originals: readonly Original[],
    private readonly format: 'yaml' | 'json',
    private readonly how: { readonly subresource: 'status' | undefined; readonly saveConfig: boolean },
  ) {
    this.file = join(tmpdir(), `kuorum-edit-${randomBytes(6).toString('hex')}.${format}`);
    this.originals = new Map(originals.map((each) => [editKey(each.info, each.object.metadata), each]));
  }

  async run(): Promise<void> {
    const original = this.textOf([...this.originals.values()]);
    let text = original;
    let reasons: readonly Reason[] = [];
    for (;;) {
      await writeFile(this.file, this.format === 'yaml' ? headText(reasons) + text : text, { mode: 0o600 });
      await this.keepingCopy(text !== original, () => runEditor(this.file));
      const edited = await readFile(this.file, 'utf8');
      if (reasons.length > 0 && sameText(edited, text)) {
        await this.keepingCopy(true, () =>
          Promise.reject(new CliError('Edit cancelled, no valid changes were saved.')),
        );
      }
      if (sameText(edited, original)) return this.cancel('Edit cancelled, no changes made.');
      text = withoutComments(edited);
      if (text.trim() === '') return this.cancel('Edit cancelled, saved file was empty.');
      const parsed = parseEdited(text);
      if (parsed.reason !== undefined) {
        reasons = [parsed.reason];
        this.sayReasons(reasons);
        continue;
      }
      const round = await this.keepingCopy(true, () => this.changeAll(parsed.objects));
      if (round.failed > 0) {
        this.env.err(`You can run \`kuorum replace -f ${this.file}\` to try this update again.`);
        return this.env.fail();
      }
      if (round.gone > 0) {
        this.env.err(`The edits you made on deleted resources have been saved to ${JSON.stringify(this.file)}`);
        return this.env.fail();
      }
      if (round.reasons.length === 0) return rm(this.file, { force: true });
      reasons = round.reasons;
    }
  }

  private textOf(all: readonly Original[]): string {
    const objects = all.map(({ info, object }) => toJson(info.kind, object));
    const [first] = objects;
    const value = objects.length === 1 ? first : listJson(objects);
    return this.format === 'yaml' ? `${yamlText(value)}\n` : `${JSON.stringify(value, null, 4)}\n`;
  }

  private async cancel(text: string): Promise<void> {
    await rm(this.file, { force: true });
    this.env.err(text);
  }

  /** What a person has written is not lost with the command. */
  private async keepingCopy<T>(written: boolean, fn: () => Promise<T>): Promise<T> {
    try {
      return await fn();
    } catch (error) {
      if (written) this.env.err(`A copy of your changes has been stored to ${JSON.stringify(this.file)}`);
      else await rm(this.file, { force: true });
      throw error;
    }
  }

  private sayReasons(reasons: readonly Reason[]): void {
    for (const { head, details } of reasons) this.env.err(`error: ${head}: ${details.join('; ')}`);
  }

  private async changeAll(edited: readonly ManifestObject[]): Promise<Round> {
    const changes = edited.map((each) => {
      const original = this.originals.get(editKey(each.info, each.object.metadata));
      if (original === undefined) throw new CliError('At least one of apiVersion, kind and name was changed');
      return { ...original, source: each.source };
    });
    const round: Round = { reasons: [], gone: 0, failed: 0 };
    for (const { info, object, source } of changes) {
      const key = editKey(info, object.metadata);
      const written = JSON.stringify(source);
      if (this.accepted.get(key) === written) continue;
      try {
        const word = await this.change(info, object, source);
        this.env.out(`${objectName(info.kind, object.metadata.name)} ${word}`);
        this.accepted.set(key, written);
      } catch (error) {
        this.note(round, `${info.groupResource} "${object.metadata.name}"`, error);
      }
    }
    return round;
  }

  private async change(info: KindInfo, object: ApiObject, source: Json): Promise<'edited' | 'skipped'> {
    const { namespace, name } = object.metadata;
    const before = withoutType(toJson(info.kind, object));
    const { subresource, saveConfig } = this.how;
    const wanted = saveConfig ? remembering(info, withoutType(source)) : withoutType(source);
    const patch = threeWayMerge(info.kind, before, wanted, before);
    if (Object.keys(patch).length === 0) return 'skipped';
    await this.client.resource(info.kind).patch(namespace, name, patch, { type: 'strategic', subresource });
    return 'edited';
  }

  private note(round: Round, what: string, error: unknown): void {
    const { env } = this;
    if (isTheTexts(error)) {
      const { message, causes } = error;
      const details = causes.length === 0 ? [message] : causes.map((cause) => `${cause.field}: ${cause.message}`);
      round.reasons.push({ head: `${what} was not valid`, details });
      env.err(`error: ${what} is invalid`);
    } else if (isNotFound(error)) {
      round.gone++;
      env.err(`error: ${what} could not be found on the server`);
    } else {
      round.failed++;
      env.err(`error: ${what} could not be patched: ${describeError(error)}`);
    }
  }
}

/** What another text could mend. */
function isTheTexts(error: unknown): error is ApiStatusError {
  return isInvalid(error) || (error instanceof ApiStatusError && error.reason === 'BadRequest');
}

function withoutType({ apiVersion: _apiVersion, kind: _kind, ...rest }: Json): Json {
  return rest;
}

/** With what a person would have applied in the annotation: without the status, and without what the server writes. */
function remembering(info: KindInfo, edited: Json): Json {
  const { status: _status, ...rest } = edited;
  const metadata = rest['metadata'] as Json;
  const own = Object.fromEntries(Object.entries(metadata).filter(([field]) => !serverFields.includes(field)));
  // In apply's order, so that applying the same again finds nothing to change.
  const applied = own['namespace'] === undefined ? own : { namespace: own['namespace'], ...own };
  const text = lastAppliedText(info, { ...rest, metadata: applied });
  const annotations = { ...((metadata['annotations'] ?? {}) as Json), [lastAppliedAnnotation]: text };
  return { ...edited, metadata: { ...metadata, annotations } };
}

const serverFields = ['uid', 'resourceVersion', 'generation', 'creationTimestamp', 'deletionTimestamp'];
