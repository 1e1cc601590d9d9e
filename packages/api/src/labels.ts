/** Syntax of names and labels, as apimachinery's `util/validation` has it. Each check gives what is wrong, or undefined. */

export const dns1123LabelLengthMax = 63;
export const dns1123SubdomainLengthMax = 253;
export const labelNameLengthMax = 63;
export const labelValueLengthMax = 63;

const dns1123Label = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const dns1123Subdomain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const dns1035Label = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;
const qualifiedName = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;

export function checkDns1123Label(value: string): string | undefined {
  if (value.length > dns1123LabelLengthMax) return `must be no more than ${dns1123LabelLengthMax} characters`;
  if (dns1123Label.test(value)) return undefined;
  return (
    "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', " +
    'and must start and end with an alphanumeric character'
  );
}

export function checkDns1123Subdomain(value: string): string | undefined {
  if (value.length > dns1123SubdomainLengthMax) return `must be no more than ${dns1123SubdomainLengthMax} characters`;
  if (dns1123Subdomain.test(value)) return undefined;
  return (
    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', " +
    'and must start and end with an alphanumeric character'
  );
}

export function checkDns1035Label(value: string): string | undefined {
  if (value.length > dns1123LabelLengthMax) return `must be no more than ${dns1123LabelLengthMax} characters`;
  if (dns1035Label.test(value)) return undefined;
  return (
    "a DNS-1035 label must consist of lower case alphanumeric characters or '-', " +
    'start with an alphabetic character, and end with an alphanumeric character'
  );
}

/** Longest name of any object. Kubernetes leaves names of roles unbounded; here every name has the bound of the others. */
export const pathSegmentLengthMax = dns1123SubdomainLengthMax;

/**
 * Names that need not be DNS names, such as `system:node`: one segment of a path, and of a key in the store. What every
 * other syntax allows is allowed by this one, so it is also what any name must be before it is looked up.
 */
export function checkPathSegment(name: string): string | undefined {
  if (name.length > pathSegmentLengthMax) return `must be no more than ${pathSegmentLengthMax} characters`;
  if (name === '.' || name === '..') return `may not be '${name}'`;
  for (const char of ['/', '%']) if (name.includes(char)) return `may not contain '${char}'`;
  // Unicode's control characters: a name is printed, logged and part of a key.
  return /\p{Cc}/u.test(name) ? 'may not contain control characters' : undefined;
}

/** `app`, `kuorum.io/node`: an optional DNS prefix and a name. */
export function checkLabelKey(key: string): string | undefined {
  const parts = key.split('/');
  if (parts.length > 2) return "a qualified name must consist of a name and an optional prefix with a single '/'";
  const name = parts.at(-1) ?? '';
  if (parts.length === 2) {
    const prefix = parts[0] ?? '';
    if (prefix === '') return 'prefix part must be non-empty';
    const wrong = checkDns1123Subdomain(prefix);
    if (wrong !== undefined) return `prefix part ${wrong}`;
  }
  if (name === '') return 'name part must be non-empty';
  if (name.length > labelNameLengthMax) return `name part must be no more than ${labelNameLengthMax} characters`;
  if (qualifiedName.test(name)) return undefined;
  return (
    "name part must consist of alphanumeric characters, '-', '_' or '.', " +
    'and must start and end with an alphanumeric character'
  );
}

export function checkLabelValue(value: string): string | undefined {
  if (value.length > labelValueLengthMax) return `must be no more than ${labelValueLengthMax} characters`;
  if (value === '' || qualifiedName.test(value)) return undefined;
  return (
    "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', " +
    'and must start and end with an alphanumeric character'
  );
}
