/** What a pod's containers are given, as kubectl describes it: variables, mounts, volumes. Pure; no value of a secret. */
import type { Container, EnvVar, PodSpec, Volume } from '@kuorum/api';
import { facts, indent, type Fact } from './facts.js';

/** Rows of one container. What is not there has no row, but for the environment. */
export function containerInputs({ env, envFrom, volumeMounts }: Container): Fact[] {
  const sources = envFrom.map(({ prefix, configMapRef, secretRef }) => {
    const kind = configMapRef === undefined ? 'Secret' : 'ConfigMap';
    const { name = '', optional = false } = configMapRef ?? secretRef ?? {};
    return `${name}  ${kind}${prefix === '' ? '' : ` with prefix '${prefix}'`}  Optional: ${String(optional)}`;
  });
  const mounts = volumeMounts.map(({ name, mountPath, subPath, readOnly }) => {
    const path = subPath === '' ? '' : `,path="${subPath}"`;
    return `${mountPath} from ${name} (${readOnly ? 'ro' : 'rw'}${path})`;
  });
  return [
    ...(sources.length === 0 ? [] : [['Environment from', sources] as const]),
    ['Environment', env.map(variableText)],
    ...(mounts.length === 0 ? [] : [['Mounts', mounts] as const]),
  ];
}

function variableText({ name, value, valueFrom }: EnvVar): string {
  const { fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef } = valueFrom ?? {};
  if (fieldRef !== undefined) return `${name}: (${fieldRef.fieldPath})`;
  if (resourceFieldRef !== undefined) return `${name}: (${resourceFieldRef.resource})`;
  const reference = configMapKeyRef ?? secretKeyRef;
  if (reference === undefined) return `${name}: ${value}`;
  const where = configMapKeyRef === undefined ? 'secret' : 'config map';
  const optional = `Optional: ${String(reference.optional ?? false)}`;
  return `${name}: <set to the key '${reference.key}' of ${where} '${reference.name}'>  ${optional}`;
}

/** Facts of the pod as a whole, beside those that every pod has. */
export function podSpecFacts(spec: PodSpec): Fact[] {
  const { priority, priorityClassName, serviceAccountName } = spec;
  return [
    ...(priority === undefined ? [] : [['Priority', String(priority)] as const]),
    ...(priorityClassName === '' ? [] : [['Priority Class', priorityClassName] as const]),
    ...(serviceAccountName === '' ? [] : [['Service Account', serviceAccountName] as const]),
  ];
}

/** A section of its own; empty when there are none. */
export function volumesText(volumes: readonly Volume[]): string[] {
  if (volumes.length === 0) return [];
  return [
    `Volumes:\n${volumes.map((volume) => indent(`${volume.name}:\n${indent(facts(volumeFacts(volume)))}`)).join('\n')}`,
  ];
}

function volumeFacts({ emptyDir, hostPath, configMap, secret, downwardAPI, projected }: Volume): Fact[] {
  const optional = (given: boolean | undefined): Fact => ['Optional', String(given ?? false)];
  if (emptyDir !== undefined) {
    return [
      ['Type', "EmptyDir (a temporary directory that shares a pod's lifetime)"],
      ...(emptyDir.medium === '' ? [] : [['Medium', emptyDir.medium] as const]),
      ['SizeLimit', emptyDir.sizeLimit || '<unset>'],
    ];
  }
  if (hostPath !== undefined) {
    return [
      ['Type', 'HostPath (bare host directory volume)'],
      ['Path', hostPath.path],
      ...(hostPath.type === '' ? [] : [['HostPathType', hostPath.type] as const]),
    ];
  }
  if (configMap !== undefined) {
    const type = 'ConfigMap (a volume populated by a ConfigMap)';
    return [['Type', type], ['Name', configMap.name], optional(configMap.optional)];
  }
  if (secret !== undefined) {
    const type = 'Secret (a volume populated by a Secret)';
    return [['Type', type], ['SecretName', secret.secretName], optional(secret.optional)];
  }
  if (downwardAPI !== undefined) {
    const items = downwardAPI.items.map(({ path, fieldRef, resourceFieldRef }) => {
      return `${fieldRef?.fieldPath ?? resourceFieldRef?.resource ?? ''} -> ${path}`;
    });
    return [
      ['Type', 'DownwardAPI (a volume populated by information about the pod)'],
      ['Items', items],
    ];
  }
  const sources = (projected?.sources ?? []).map((source) => {
    if (source.secret !== undefined) return `Secret ${source.secret.name}`;
    if (source.configMap !== undefined) return `ConfigMap ${source.configMap.name}`;
    return source.downwardAPI === undefined ? 'token of the service account' : 'DownwardAPI';
  });
  return [
    ['Type', 'Projected (a volume that contains injected data from multiple sources)'],
    ['Sources', sources],
  ];
}
