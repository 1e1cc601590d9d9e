/** Every namespace has the account that its pods are of unless they say otherwise. */
import { isTerminating, make, type Namespace, type ServiceAccount } from '@kuorum/api';

/** Kubernetes' name of it. */
export const defaultServiceAccount = 'default';

/** The account to make in `namespace`; undefined when nothing is missing, or the namespace is going away. */
export function planServiceAccount(namespace: Namespace | undefined, exists: boolean): ServiceAccount | undefined {
  if (namespace === undefined || isTerminating(namespace) || exists) return undefined;
  const metadata = { name: defaultServiceAccount, namespace: namespace.metadata.name };
  return make('ServiceAccount', { metadata });
}
