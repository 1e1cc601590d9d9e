/** What `kuorum explain` prints: a type or a field of it, from the schema that everything else is made of. Pure. */
import { type FieldSchema, type KindInfo, type MessageSchema, schemaOf } from '@kuorum/api';
import { messageOf } from './schema-fields.js';

const lineCharsMax = 80;
/** Messages may hold themselves; a tree of fields stops here. */
const depthMax = 12;

/** The text of the type, or of the field at the end of `path`. Gives undefined where there is no such field. */
export function explainText(info: KindInfo, path: readonly string[], recursive: boolean): string | undefined {
  let message: MessageSchema | undefined = schemaOf(info.kind);
  let field: FieldSchema | undefined;
  for (const name of path) {
    field = message?.fields.find((candidate) => candidate.name === name);
    if (field === undefined) return undefined;
    message = messageOf(field);
  }
  const version = info.apiVersion.slice(info.apiVersion.indexOf('/') + 1);
  const sections = [
    [
      ...(info.group === '' ? [] : [`GROUP:      ${info.group}`]),
      `KIND:       ${info.kind}`,
      `VERSION:    ${version}`,
    ].join('\n'),
    ...(field === undefined ? [] : [fieldHead(field)]),
    `DESCRIPTION:\n${paragraph(field === undefined ? (message?.doc ?? '') : docOf(field), 4)}`,
  ];
  if (message !== undefined) {
    const fields = recursive ? tree(message, 2, [message.name]) : message.fields.map(fieldEntry).join('\n\n');
    sections.push(`FIELDS:\n${fields}`);
  }
  return `${sections.join('\n\n')}\n`;
}

/** `[]Container`, `map[string]string`, `integer`. */
export function typeText({ type, cardinality }: FieldSchema): string {
  const one =
    type.kind === 'message'
      ? type.message
      : type.kind === 'number' && type.integer
        ? 'integer'
        : scalarNames[type.kind];
  if (cardinality === 'list') return `[]${one}`;
  return cardinality === 'map' ? `map[string]${one}` : one;
}

const scalarNames = {
  string: 'string',
  quantity: 'Quantity',
  bool: 'boolean',
  bytes: 'string (base64)',
  number: 'number',
  intOrString: 'IntOrString',
  message: 'Object',
} as const;

function fieldHead(field: FieldSchema): string {
  const values = field.values ?? [];
  const enumeration = values.length === 0 ? '' : `\nENUM:\n${values.map((value) => `    ${value}`).join('\n')}`;
  return `FIELD: ${field.name} <${typeText(field)}>${enumeration}`;
}

function fieldEntry(field: FieldSchema): string {
  const values = field.values ?? [];
  const enumeration = values.length === 0 ? '' : `  enum: ${values.join(', ')}\n`;
  return `  ${field.name}\t<${typeText(field)}>\n${enumeration}${paragraph(docOf(field), 4)}`;
}

function tree(message: MessageSchema, indent: number, above: readonly string[]): string {
  return message.fields
    .map((field) => {
      const line = `${' '.repeat(indent)}${field.name}\t<${typeText(field)}>`;
      const inner = messageOf(field);
      const stops = inner === undefined || above.includes(inner.name) || above.length >= depthMax;
      return stops ? line : `${line}\n${tree(inner, indent + 2, [...above, inner.name])}`;
    })
    .join('\n');
}

/** A field without words of its own is what its type says. */
function docOf(field: FieldSchema): string {
  return field.doc || (messageOf(field)?.doc ?? '') || (commonDocs[field.name] ?? '');
}

const commonDocs: Readonly<Record<string, string>> = {
  apiVersion: 'Group and version of the type, such as v1 or apps/v1.',
  kind: 'Name of the type, such as Pod.',
};

function paragraph(text: string, indent: number): string {
  const lines: string[] = [];
  let line = '';
  for (const word of (text || '<no description>').split(/\s+/)) {
    if (line !== '' && indent + line.length + 1 + word.length > lineCharsMax) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].map((each) => ' '.repeat(indent) + each).join('\n');
}
