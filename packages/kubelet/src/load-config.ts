/**
 * Reads the ConfigMaps and Secrets that a container's environment is made from, anew at each start, by name: that is what a
 * node is allowed, and a change counts from the next start on, as in Kubernetes.
 */
import { isNotFound, type Container } from '@kuorum/api';
import { fromUtf8 } from '@kuorum/base';
import type { ApiClient } from '@kuorum/client';
import { configReferences, ContainerConfigError, type ConfigValues, type ContainerConfig } from './container-env.js';

/** Rejects with {@link ContainerConfigError} when one cannot be read; one that is not there is no error yet. */
export async function loadConfig(client: ApiClient, namespace: string, container: Container): Promise<ContainerConfig> {
  const references = configReferences(container);
  const configMap = async (name: string): Promise<ConfigValues> =>
    (await client.resource('ConfigMap').get(namespace, name)).data;
  const secret = async (name: string): Promise<ConfigValues> => {
    const { data } = await client.resource('Secret').get(namespace, name);
    return Object.fromEntries(Object.entries(data).map(([key, bytes]) => [key, fromUtf8(bytes)]));
  };
  const [configMaps, secrets] = await Promise.all([
    loadAll('configmap', references.configMaps, configMap),
    loadAll('secret', references.secrets, secret),
  ]);
  return { configMaps, secrets };
}

async function loadAll(
  what: string,
  names: ReadonlySet<string>,
  load: (name: string) => Promise<ConfigValues>,
): Promise<Map<string, ConfigValues>> {
  const loaded = [...names].map(async (name): Promise<[string, ConfigValues]> => {
    try {
      return [name, await load(name)];
    } catch (error) {
      if (isNotFound(error)) return [name, undefined];
      const why = error instanceof Error ? error.message : String(error);
      throw new ContainerConfigError(`cannot read ${what} ${JSON.stringify(name)}: ${why}`, { cause: error });
    }
  });
  return new Map(await Promise.all(loaded));
}
