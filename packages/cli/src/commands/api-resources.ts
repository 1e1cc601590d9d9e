/** `kuorum api-resources`: the types there are, and what people may call them. */
import { kindNames, kinds, type KindInfo } from '@kuorum/api';
import { Command } from 'commander';
import { CliError } from '../errors.js';
import { TablePrinter } from '../print/table.js';
import { processEnv, type Env } from './env.js';

interface ApiResourcesOptions {
  readonly namespaced?: string | boolean;
  readonly apiGroup?: string;
  readonly categories?: string;
  readonly verbs?: string;
  readonly output?: string;
  readonly sortBy?: string;
  readonly headers: boolean;
}

export function apiResourcesCommand(env: Env = processEnv): Command {
  return new Command('api-resources')
    .description('Print the types of objects, their short names and their groups')
    .option('--namespaced [true|false]', 'only types whose objects are in namespaces, or only the others')
    .option('--api-group <group>', "only this group; '' is the group of pods")
    .option('--categories <names>', 'only types of these categories, such as all')
    .option('--verbs <verbs>', 'only types that have all of these verbs')
    .option('-o, --output <format>', 'wide (with verbs and categories) or name')
    .option('--sort-by <field>', 'name or kind')
    .option('--no-headers', 'leave out the table head')
    .action((options: ApiResourcesOptions) => print(env, options));
}

async function print(env: Env, options: ApiResourcesOptions): Promise<void> {
  const { output, sortBy } = options;
  if (output !== undefined && output !== 'wide' && output !== 'name') {
    throw new CliError(`--output ${output} is not available: it takes wide or name`);
  }
  if (sortBy !== undefined && sortBy !== 'name' && sortBy !== 'kind') {
    throw new CliError('--sort-by accepts only name or kind');
  }
  const verbsOf = output === 'wide' || options.verbs !== undefined ? await verbsByService() : () => [];
  const infos = kindNames
    .map((kind): KindInfo => kinds[kind])
    .filter((info) => isWanted(info, options, verbsOf(info)))
    .sort((a, b) => compareBy(sortBy, a, b));
  if (output === 'name') {
    if (infos.length > 0) env.out(infos.map(({ groupResource }) => groupResource).join('\n'));
    return;
  }
  const wide = output === 'wide';
  const heads = ['NAME', 'SHORTNAMES', 'APIVERSION', 'NAMESPACED', 'KIND', ...(wide ? ['VERBS', 'CATEGORIES'] : [])];
  const rows = infos.map((info) => [
    ...[info.plural, info.shortNames.join(','), info.apiVersion, String(info.namespaced), info.kind],
    ...(wide ? [verbsOf(info).join(','), info.categories.join(',')] : []),
  ]);
  const lines = new TablePrinter({ head: options.headers }).lines(heads, rows);
  if (lines.length > 0) env.out(lines.join('\n'));
}

function isWanted(info: KindInfo, options: ApiResourcesOptions, verbs: readonly string[]): boolean {
  const { namespaced, apiGroup, categories = '', verbs: wantedVerbs = '' } = options;
  const all = (text: string, have: readonly string[]): boolean =>
    text.split(',').every((word) => word === '' || have.includes(word));
  return (
    (namespaced === undefined || info.namespaced === (String(namespaced) === 'true')) &&
    (apiGroup === undefined || info.group === apiGroup) &&
    all(categories, info.categories) &&
    all(wantedVerbs, verbs)
  );
}

/** By group, the group of pods first, then by name. */
function compareBy(field: string | undefined, a: KindInfo, b: KindInfo): number {
  const key = (info: KindInfo): string =>
    field === 'name' ? info.plural : field === 'kind' ? info.kind : `${info.group} ${info.plural}`;
  return key(a) < key(b) ? -1 : 1;
}

/** gRPC methods by Kubernetes' verbs. Which ones a type has is asked of its service, which takes a while to read. */
const verbsByMethod: Readonly<Record<string, string>> = {
  Create: 'create',
  Delete: 'delete',
  DeleteCollection: 'deletecollection',
  Get: 'get',
  List: 'list',
  Patch: 'patch',
  Update: 'update',
  Watch: 'watch',
};

async function verbsByService(): Promise<(info: KindInfo) => string[]> {
  const { serviceDefinition } = await import('@kuorum/wire');
  return ({ service }) => {
    const methods = Object.keys(serviceDefinition(service));
    return Object.entries(verbsByMethod)
      .filter(([method]) => methods.includes(method))
      .map(([, verb]) => verb);
  };
}
