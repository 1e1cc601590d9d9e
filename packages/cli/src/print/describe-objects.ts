/** Descriptions of configuration and access rights: ConfigMap, Secret, ServiceAccount, PriorityClass and the RBAC kinds. */
import type {
  ClusterRole,
  ClusterRoleBinding,
  ConfigMap,
  PolicyRule,
  PriorityClass,
  Role,
  RoleBinding,
  Secret,
  ServiceAccount,
} from '@kuorum/api';
import { TablePrinter } from './table.js';
import type { Fact } from './facts.js';

/** Facts for the head of the description, and text for below it. */
export interface Described {
  readonly facts: readonly Fact[];
  readonly sections: readonly string[];
}

export function describeConfigMap({ data, binaryData, immutable }: ConfigMap): Described {
  const values = Object.entries(data).map(([key, text]) => `${key}:\n----\n${text}\n`);
  const sizes = Object.entries(binaryData).map(([key, bytes]) => sizeText(key, bytes));
  return {
    facts: immutableFact(immutable),
    sections: [
      `\nData\n====\n${values.join('\n')}`.trimEnd(),
      ...(sizes.length === 0 ? [] : [`\nBinaryData\n====\n${sizes.join('\n')}`]),
      '',
    ],
  };
}

/** Sizes only: what is described is read over shoulders and pasted into tickets. */
export function describeSecret({ type, data, immutable }: Secret): Described {
  const sizes = Object.entries(data).map(([key, bytes]) => sizeText(key, bytes));
  return {
    facts: [['Type', type], ...immutableFact(immutable)],
    sections: [`\nData\n====\n${sizes.join('\n')}`.trimEnd(), ''],
  };
}

function immutableFact(immutable: boolean | undefined): Fact[] {
  return immutable === undefined ? [] : [['Immutable', String(immutable)]];
}

function sizeText(key: string, bytes: Uint8Array): string {
  return `${key}:  ${bytes.length} bytes`;
}

export function describeServiceAccount(account: ServiceAccount): Described {
  const names = (list: readonly { readonly name: string }[]): string[] => list.map(({ name }) => name);
  const automount = account.automountServiceAccountToken;
  return {
    facts: [
      ['Image pull secrets', names(account.imagePullSecrets)],
      ['Mountable secrets', names(account.secrets)],
      ...(automount === undefined ? [] : [['Automount token', String(automount)] as const]),
    ],
    sections: [],
  };
}

export function describePriorityClass(priorityClass: PriorityClass): Described {
  const { value, globalDefault, preemptionPolicy, description } = priorityClass;
  return {
    facts: [
      ['Value', String(value)],
      ['GlobalDefault', String(globalDefault)],
      ['PreemptionPolicy', preemptionPolicy],
      ['Description', description || '<none>'],
    ],
    sections: [],
  };
}

export function describeRole({ rules }: Role | ClusterRole): Described {
  const head = ['Resources', 'Non-Resource URLs', 'Resource Names', 'Verbs'];
  const rows = rules.flatMap((rule) => resourcesOf(rule).map((resource) => [resource, ...restOf(rule)]));
  const text = printTable(head, rows);
  return { facts: [], sections: [`PolicyRule:\n${text}`] };
}

/** `deployments.apps`, as kubectl names a resource of a group; one empty text for a rule about paths. */
function resourcesOf({ apiGroups, resources }: PolicyRule): string[] {
  if (resources.length === 0) return [''];
  return resources.flatMap((resource) =>
    apiGroups.map((group) => (group === '' || resource === '*' ? resource : `${resource}.${group}`)),
  );
}

function restOf({ nonResourceURLs, resourceNames, verbs }: PolicyRule): string[] {
  return [nonResourceURLs, resourceNames, verbs].map((list) => `[${list.join(' ')}]`);
}

export function describeBinding({ roleRef, subjects }: RoleBinding | ClusterRoleBinding): Described {
  const rows = subjects.map(({ kind, name, namespace }) => [kind, name, namespace]);
  return {
    facts: [
      ['Role Kind', roleRef.kind],
      ['Role Name', roleRef.name],
    ],
    sections: [`Subjects:\n${printTable(['Kind', 'Name', 'Namespace'], rows)}`],
  };
}

function printTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const rule = head.map((text) => '-'.repeat(text.length));
  const lines = new TablePrinter({ head: true }).lines(head, [rule, ...rows]);
  return lines.map((line) => `  ${line}`).join('\n');
}
