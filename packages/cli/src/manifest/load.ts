/**
 * Manifests: YAML or JSON, several documents a file, `List` objects, see sources.ts for where from. Strict: an
 * unknown field, an unknown kind or a wrong type is an error with the file, the document and the path of the field. What a Secret
 * holds is in no error.
 */
import { decodeJson, findKind, kinds, kindNames, type ApiObject, type KindInfo } from '@kuorum/api';
import { parseAllDocuments } from 'yaml';
import { CliError } from '../errors.js';
import { likely } from '../suggest.js';
import { readSources, type SourceOptions } from './sources.js';
import { mayHoldSecrets, yamlProblem } from './yaml-problem.js';

/** Aliases one YAML document may expand to; guards against exponential documents. */
const yamlAliasesMax = 100;

export interface ManifestObject {
  readonly info: KindInfo;
  readonly object: ApiObject;
  /** The object as it was written, for the last-applied annotation. */
  readonly source: Record<string, unknown>;
  /** Where it was read, for messages: `echo.yaml, document 2`. */
  readonly where: string;
}

/** Reads all objects of `paths` (`-` is standard input). Nothing is returned when anything is wrong. */
export async function loadManifests(paths: readonly string[], options: SourceOptions = {}): Promise<ManifestObject[]> {
  const objects: ManifestObject[] = [];
  const problems: string[] = [];
  for (const path of paths) {
    for (const { name, text } of await readSources(path, options)) parseManifest(name, text, objects, problems);
  }
  if (problems.length > 0) throw new CliError(problems.join('\n'));
  if (objects.length === 0) throw new CliError(`no objects passed: there is none in ${paths.join(', ')}`);
  return objects;
}

/** Parses `text`, adding to `objects` or `problems`. */
export function parseManifest(name: string, text: string, objects: ManifestObject[], problems: string[]): void {
  const documents = parseAllDocuments(text, { prettyErrors: true, logLevel: 'silent' });
  if (!Array.isArray(documents)) return;
  const secret = mayHoldSecrets(text);
  const told = (error: unknown): string => {
    if (!secret) return error instanceof Error ? error.message.trimEnd() : String(error);
    return `${yamlProblem(error)} (not shown, as this may be a Secret)`;
  };
  documents.forEach((document, i) => {
    const where = documents.length > 1 ? `${name}, document ${i + 1}` : name;
    if (document.errors.length > 0) {
      problems.push(...document.errors.map((error) => `${where}: ${told(error)}`));
      return;
    }
    try {
      collect(where, document.toJS({ maxAliasCount: yamlAliasesMax }), objects, problems);
    } catch (error) {
      problems.push(`${where}: ${told(error)}`);
    }
  });
}

function collect(where: string, value: unknown, objects: ManifestObject[], problems: string[]): void {
  if (value === null || value === undefined) return;
  if (typeof value !== 'object' || Array.isArray(value)) {
    problems.push(`${where}: an object with apiVersion and kind is expected`);
    return;
  }
  const source = value as Record<string, unknown>;
  if (source['kind'] === 'List') {
    const items = source['items'] ?? [];
    if (!Array.isArray(items)) {
      problems.push(`${where}: List: items: a list of objects is expected`);
      return;
    }
    (items as unknown[]).forEach((item, i) => collect(`${where}, items[${i}]`, item, objects, problems));
    return;
  }
  const info = kindOf(where, source, problems);
  if (info === undefined) return;
  const { object, errors } = decodeJson(info.kind, source);
  problems.push(...errors.map(({ path, message }) => `${where}: ${info.kind}: ${path}: ${message}`));
  if (errors.length === 0) objects.push({ info, object: object, source, where });
}

function kindOf(
  where: string,
  { apiVersion, kind }: Record<string, unknown>,
  problems: string[],
): KindInfo | undefined {
  if (typeof kind !== 'string' || typeof apiVersion !== 'string') {
    problems.push(`${where}: apiVersion and kind must be given, such as "apiVersion: v1" and "kind: Pod"`);
    return undefined;
  }
  const info = findKind(kind);
  if (info === undefined || info.kind !== kind) {
    const [meant] = likely(kind, kindNames);
    const hint = meant === undefined ? '"kuorum api-resources" lists what it has' : `did you mean ${meant}?`;
    problems.push(`${where}: kind: ${word(kind)} is not a kind this cluster has: ${hint}`);
    return undefined;
  }
  if (info.apiVersion !== apiVersion) {
    problems.push(`${where}: apiVersion: ${kind} is served as ${kinds[info.kind].apiVersion}, not ${word(apiVersion)}`);
    return undefined;
  }
  return info;
}

/** A word; what is longer may be more than was meant, as after a quote that is not closed. */
function word(text: string): string {
  return /^[-./A-Za-z0-9]{1,63}$/.test(text) ? text : 'this';
}
