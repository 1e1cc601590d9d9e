/** One thing wrong with one field. Reasons are Kubernetes' cause types. */
export interface FieldError {
  /** Such as spec.containers[0].image. */
  readonly path: string;
  readonly reason:
    | 'FieldValueRequired'
    | 'FieldValueInvalid'
    | 'FieldValueNotSupported'
    | 'FieldValueNotFound'
    | 'FieldValueDuplicate'
    | 'FieldValueForbidden'
    | 'FieldValueTooLong'
    | 'FieldValueTooMany'
    | 'FieldValueTypeInvalid'
    | 'FieldValueUnknown';
  /** Says what is wrong without the path, as Kubernetes words it: `Invalid value: "-": must be …`. */
  readonly message: string;
}

export function requiredField(path: string, detail = ''): FieldError {
  return { path, reason: 'FieldValueRequired', message: withDetail('Required value', detail) };
}

export function invalidField(path: string, value: unknown, detail: string): FieldError {
  return { path, reason: 'FieldValueInvalid', message: withDetail(`Invalid value: ${shown(value)}`, detail) };
}

export function unsupportedField(path: string, value: unknown, supported: readonly string[]): FieldError {
  const list = supported.map((text) => JSON.stringify(text)).join(', ');
  return {
    path,
    reason: 'FieldValueNotSupported',
    message: `Unsupported value: ${shown(value)}: supported values: ${list}`,
  };
}

/** What the field points at is not there. */
export function notFoundField(path: string, value: unknown): FieldError {
  return { path, reason: 'FieldValueNotFound', message: `Not found: ${shown(value)}` };
}

export function duplicateField(path: string, value: unknown): FieldError {
  return { path, reason: 'FieldValueDuplicate', message: `Duplicate value: ${shown(value)}` };
}

export function forbiddenField(path: string, detail: string): FieldError {
  return { path, reason: 'FieldValueForbidden', message: `Forbidden: ${detail}` };
}

export function tooLongField(path: string, bytesMax: number): FieldError {
  return { path, reason: 'FieldValueTooLong', message: `Too long: may not be more than ${bytesMax} bytes` };
}

export function tooManyField(path: string, count: number, countMax: number): FieldError {
  return {
    path,
    reason: 'FieldValueTooMany',
    message: `Too many: ${count}: must have at most ${countMax} items`,
  };
}

function withDetail(message: string, detail: string): string {
  return detail === '' ? message : `${message}: ${detail}`;
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 128 ? `${text.slice(0, 125)}…` : text;
}
