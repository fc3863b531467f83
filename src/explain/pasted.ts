import { parseNetwork } from '../ip/network.ts';

/** Members that hold the message of a body, of an event of CloudFormation, of a line of a log. */
const MEMBERS = [
  ...['message', 'Message', 'errorMessage', 'ResourceStatusReason', 'StatusReason', 'StatusMessage'],
  ...['error', 'errorMessageString', '@message', 'body'],
];

/** Objects in objects, as in an event in a line of a log. */
const DEPTH = 5;

/** The message in what was pasted: by itself, a body of JSON, a line of a log, what CloudFormation or Terraform print. */
export function messageIn(text: string): string {
  return unwrapped(fromJson(text.trim(), DEPTH) ?? text);
}

/** The address of the caller beside the message in a line of a log: a member of JSON, or what the line begins with. */
export function addressIn(text: string): string | undefined {
  const plain = text.replace(/\\"/g, '"').trim();
  const named = /"(?:ip|sourceIp|sourceIPAddress|source_ip|clientIp|client_ip)"\s*:\s*"([^"\s]+)"/.exec(plain);
  const first = /^(\S+) \S+ \S+ \[/.exec(plain);
  const found = named?.[1] ?? first?.[1];
  return found !== undefined && parseNetwork(found).valid ? found : undefined;
}

function fromJson(text: string, depth: number): string | undefined {
  // a line of a log has its level in brackets before it
  const [open, close] = text.includes('{') && !/^\[\s*\{/.test(text) ? ['{', '}'] : ['[', ']'];
  const start = text.indexOf(open);
  const end = text.lastIndexOf(close);
  if (start < 0 || end < start) return undefined;
  try {
    return inValue(JSON.parse(text.slice(start, end + 1)), depth);
  } catch {
    return undefined;
  }
}

function inValue(value: unknown, depth: number): string | undefined {
  if (depth === 0) return undefined;
  if (typeof value === 'string') return fromJson(value, depth - 1) ?? value;
  if (typeof value !== 'object' || value === null) return undefined;
  const members = Array.isArray(value) ? value : named(value);
  for (const one of members) {
    const found = inValue(one, depth - 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

function named(value: object): readonly unknown[] {
  const members = new Map<string, unknown>(Object.entries(value));
  const known = MEMBERS.flatMap((name) => (members.has(name) ? [members.get(name)] : []));
  const inside = [...members.values()].filter((one) => typeof one === 'object');
  return [...known, ...inside];
}

/** One line, without the frame that Terraform draws and the escapes of a string within a string. */
function unwrapped(text: string): string {
  return text
    .replace(/^[\s│╷╵|]+/gm, '')
    .replace(/\\(["/])/g, '$1')
    .replace(/\s+/g, ' ')
    .trim();
}
