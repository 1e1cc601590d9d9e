/** An object that may not be there. */
import { isNotFound, type ApiObject, type KindInfo } from '@kuorum/api';
import type { ApiClient } from '@kuorum/client';

export async function getOrNothing(
  client: ApiClient,
  info: KindInfo,
  namespace: string,
  name: string,
): Promise<ApiObject | undefined> {
  try {
    return await client.resource(info.kind).get(namespace, name);
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}
