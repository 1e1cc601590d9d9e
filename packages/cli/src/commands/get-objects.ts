/** What `kuorum get` of a list and of a watch share. */
import { isNotFound, type ApiObject, type KindInfo } from '@kuorum/api';
import type { ApiClient } from '@kuorum/client';
import { describeError } from '../errors.js';
import { ObjectPrinter } from '../print/object-printer.js';
import type { Output } from '../print/output.js';
import type { ClientOptions } from './context.js';
import type { Env } from './env.js';
import type { NamedObject } from './named-objects.js';

export interface GetOptions extends ClientOptions {
  readonly allNamespaces?: boolean;
  readonly selector?: string;
  readonly fieldSelector?: string;
  readonly filename?: string[];
  readonly recursive?: boolean;
  readonly output?: string;
  readonly watch?: boolean;
  readonly watchOnly?: boolean;
  readonly outputWatchEvents?: boolean;
  readonly headers: boolean;
  readonly showKind?: boolean;
  readonly showLabels?: boolean;
  readonly labelColumns?: string[];
  readonly sortBy?: string;
  readonly chunkSize: string;
  readonly ignoreNotFound?: boolean;
  readonly raw?: string;
}

/** Objects of a kind, to print under one head. */
export interface Group {
  readonly info: KindInfo;
  readonly objects: ApiObject[];
}

/** The objects, by kind. What cannot be got is said on standard error, and the command fails. */
export async function getNamed(
  env: Env,
  client: ApiClient,
  named: readonly NamedObject[],
  options: GetOptions,
): Promise<Group[]> {
  const groups: Group[] = [];
  const failures: string[] = [];
  for (const { info, namespace, name } of named) {
    try {
      const object: ApiObject = await client.resource(info.kind).get(namespace, name);
      const group = groups.find((candidate) => candidate.info === info);
      if (group === undefined) groups.push({ info, objects: [object] });
      else group.objects.push(object);
    } catch (error) {
      if (isNotFound(error) && options.ignoreNotFound === true) continue;
      failures.push(describeError(error));
    }
  }
  for (const failure of failures) env.err(failure);
  if (failures.length > 0) env.fail();
  return groups;
}

/** A printer of objects of one kind as the options want them. */
export function printerOf(info: KindInfo, output: Output, options: GetOptions, severalKinds: boolean): ObjectPrinter {
  return new ObjectPrinter(info.kind, {
    output,
    showNamespace: options.allNamespaces === true,
    head: options.headers,
    showKind: severalKinds || options.showKind === true,
    showLabels: options.showLabels === true,
    labelColumns: (options.labelColumns ?? []).flatMap((labels) => labels.split(',')).filter((label) => label !== ''),
    showEvents: options.outputWatchEvents === true,
  });
}
