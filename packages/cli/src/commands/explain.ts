/** `kuorum explain`: what a type and its fields mean. Asks no server. */
import { schemaOf } from '@kuorum/api';
import { Command } from 'commander';
import { CliError } from '../errors.js';
import { explainText } from '../print/explain.js';
import { fieldAt, messageOf } from '../print/schema-fields.js';
import { mustFindKind } from './context.js';
import { processEnv, type Env } from './env.js';

export function explainCommand(env: Env = processEnv): Command {
  return new Command('explain')
    .description('Tell what a type and its fields mean')
    .argument('<type>', 'TYPE or TYPE.FIELD.FIELD, such as pod.spec.containers')
    .option('--recursive', 'all fields below, with their types')
    .option('--api-version <version>', 'group and version that the type must have, such as apps/v1')
    .action((target: string, options: { recursive?: boolean; apiVersion?: string }) => {
      const { type, path } = splitTarget(target);
      const info = mustFindKind(type);
      if (options.apiVersion !== undefined && options.apiVersion !== info.apiVersion) {
        throw new CliError(`${info.kind} is served as ${info.apiVersion}, not ${options.apiVersion}`);
      }
      const text = explainText(info, path, options.recursive === true);
      if (text === undefined) throw new CliError(noSuchField(info.kind, type, path));
      env.out(text);
    });
}

/** A group may stand between the type and its fields: `deployments.apps.spec`. Fields begin where no type is named. */
function splitTarget(target: string): { type: string; path: string[] } {
  const parts = target.split('.').filter((part) => part !== '');
  const [type = '', ...path] = parts;
  return { type, path };
}

function noSuchField(kind: Parameters<typeof schemaOf>[0], type: string, path: readonly string[]): string {
  const at = path.findIndex((_, i) => fieldAt(kind as never, path.slice(0, i + 1)) === undefined);
  const parent = fieldAt(kind as never, path.slice(0, at));
  const message = at === 0 ? schemaOf(kind) : parent === undefined ? undefined : messageOf(parent);
  const known = message?.fields.map(({ name }) => name) ?? [];
  const where = [type, ...path.slice(0, at)].join('.');
  const has = known.length === 0 ? 'it has no fields' : `it has ${known.join(', ')}`;
  return `field ${JSON.stringify(path[at])} does not exist in ${where}: ${has}`;
}
