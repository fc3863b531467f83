import { parseNetwork } from '../ip/network.ts';

/** Members that hold the message of a body, of an event of CloudFormation, of a line of a log: they are looked at first. */
const MEMBERS = [
  ...['message', 'Message', 'errorMessage', 'ResourceStatusReason', 'StatusReason', 'StatusMessage'],
  ...['error', 'errorMessageString', '@message', 'body'],
];

/** Objects in objects, as in an event in a line of a log. */
const DEPTH = 8;

/**
 * What may be the message in what was pasted, likeliest first: the strings of a body of JSON or of lines of a log, and the text as it
 * is, as CloudFormation or Terraform print it. A client words the outer one itself.
 */
export function messagesIn(text: string): readonly string[] {
  const whole = fromJson(text.trim(), DEPTH);
  const found = whole.length > 0 ? whole : text.split('\n').flatMap((line) => fromJson(line, DEPTH));
  return [...new Set([...found, text].map(unwrapped))];
}

/** The address of the caller beside the message in a line of a log: a member of JSON, or what the line begins with. */
export function addressIn(text: string): string | undefined {
  const plain = text.replace(/\\"/g, '"').trim();
  const named = /"(?:ip|sourceIp|sourceIPAddress|source_ip|clientIp|client_ip)"\s*:\s*"([^"\s]+)"/.exec(plain);
  const first = /^(\S+) \S+ \S+ \[/.exec(plain);
  const found = named?.[1] ?? first?.[1];
  return found !== undefined && parseNetwork(found).valid ? found : undefined;
}

function fromJson(text: string, depth: number): readonly string[] {
  // a line of a log has its level in brackets before it
  const [open, close] = text.includes('{') && !/^\[\s*\{/.test(text) ? ['{', '}'] : ['[', ']'];
  const start = text.indexOf(open);
  const end = text.lastIndexOf(close);
  if (start < 0 || end < start) return [];
  try {
    return stringsIn(JSON.parse(text.slice(start, end + 1)), depth);
  } catch {
    return [];
  }
}

function stringsIn(value: unknown, depth: number): readonly string[] {
  if (depth === 0) return [];
  if (typeof value === 'string') {
    const inner = fromJson(value, depth - 1);
    return inner.length > 0 ? inner : [value];
  }
  if (typeof value !== 'object' || value === null) return [];
  return (Array.isArray(value) ? value : named(value)).flatMap((one) => stringsIn(one, depth - 1));
}

function named(value: object): readonly unknown[] {
  const members = new Map<string, unknown>(Object.entries(value));
  const first = MEMBERS.flatMap((name) => (members.has(name) ? [members.get(name)] : []));
  for (const name of MEMBERS) members.delete(name);
  return [...first, ...members.values()];
}

/** One line, without the frame that Terraform draws and the escapes of a string within a string. */
function unwrapped(text: string): string {
  return text
    .replace(/^[\s│╷╵|]+/gm, '')
    .replace(/\\(["/])/g, '$1')
    .replace(/\s+/g, ' ')
    .trim();
}
