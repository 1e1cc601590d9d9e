/**
 * Manifests with one word that its field does not have, for every field of a kind that has a list of words: operators of selectors,
 * policies, phases, protocols. Each once with nothing beside it but what the manifest has, and once among texts.
 */
import { schemaOf, type FieldSchema, type KindName, type MessageName } from '@kuorum/api';

export const badWord = 'Bogus';

export interface BadWord {
  /** As errors name it: `spec.selector.matchExpressions[0].operator`. */
  readonly path: string;
  readonly object: object;
}

type Plain = Record<string, unknown>;
type Steps = readonly FieldSchema[];

export function badWordsOf(kind: KindName, manifest: object): BadWord[] {
  return [...wordsIn(kind, [], [])].flatMap((steps) =>
    [false, true].map((amongTexts) => {
      const object = structuredClone(manifest) as Plain;
      return { object, path: put(object, steps, amongTexts) };
    }),
  );
}

/** What contains itself, such as a schema of schemas, is entered once. */
function* wordsIn(message: string, steps: Steps, within: readonly string[]): Generator<Steps> {
  if (within.includes(message)) return;
  for (const field of schemaOf(message).fields) {
    if (field.values !== undefined) yield [...steps, field];
    else if (field.type.kind === 'message') {
      yield* wordsIn(field.type.message, [...steps, field], [...within, message]);
    }
  }
}

/** Goes into the first item of a list that is there already. Gives the path. */
function put(object: Plain, steps: Steps, amongTexts: boolean): string {
  let [at, path] = [object, ''];
  for (const field of steps) {
    const { name, type, cardinality } = field;
    path += path === '' ? name : `.${name}`;
    const item = type.kind === 'message' ? (amongTexts ? textsOf(type.message) : {}) : badWord;
    if (cardinality === 'one') {
      at[name] = type.kind === 'message' ? (at[name] ?? item) : item;
      at = at[name] as Plain;
    } else {
      const key = cardinality === 'list' ? '0' : 'a';
      path += `[${key}]`;
      const items = (at[name] ??= cardinality === 'list' ? [] : {}) as Plain;
      items[key] = type.kind === 'message' ? (items[key] ?? item) : item;
      at = items[key] as Plain;
    }
  }
  return path;
}

function textsOf(message: string): Plain {
  const texts = schemaOf(message as MessageName).fields.filter(({ type, values, cardinality }) => {
    return type.kind === 'string' && values === undefined && cardinality !== 'map';
  });
  return Object.fromEntries(texts.map(({ name, cardinality }) => [name, cardinality === 'one' ? 'a' : ['a']]));
}
