import { readNetwork } from './spelling.ts';

/** Why a text is no address and no CIDR. */
export type Malformation =
  | 'empty' // nothing, or blanks alone
  | 'blanks' // right but for white space around or within
  | 'separator' // several in one, by commas, semicolons or white space
  | 'range' // 10.0.0.1-10.0.0.9
  | 'wildcard' // 10.0.*
  | 'url'
  | 'brackets' // [::1]
  | 'port' // 192.0.2.1:443, [::1]:443
  | 'zone' // fe80::1%eth0
  | 'netmask' // 10.0.0.0/255.0.0.0
  | 'prefix-out-of-bounds' // 10.0.0.0/33
  | 'prefix-malformed' // 10.0.0.0/08
  | 'hexadecimal' // 0x7f.0.0.1
  | 'too-few-parts' // 10.0.0
  | 'too-many-parts' // 10.0.0.0.0, 1:2:3:4:5:6:7:8:9
  | 'leading-zeros' // 010.0.0.1: decimal to some, octal to others
  | 'part-out-of-bounds' // 256.0.0.1
  | 'host-name' // office.example.com
  | 'not-an-address'; // and 1::2::3, 12345::, 1:2:3

const URL_SCHEME = /^[a-z][a-z\d+.-]*:\/\//i;
const RANGE_END = /^[\da-f:.]+(?:\/\d+)?$/i;
const BRACKETED_PORT = /^\[[^\]]*\]:\d+$/;
const IPV6_LIKE = /^[\da-f.]*:[\da-f.]*:[\da-f:.]*$/i;
const NUMBERS = /^(?:0x[\da-f]+|\d+)$/i;
const GROUP = /^[\da-f]{1,4}$/i;
// Bounded, so that no text is too long for it.
const HOST_NAME = /^(?=.{1,260}$)(?=.*[a-z])[\w-]+(?:\.[\w-]+)+\.?(?::\d+)?$/i;

/** Why `text`, which `readNetwork` does not take, is refused. Linear in its length. */
export function diagnose(text: string): Malformation {
  return aroundAddress(text) ?? inPrefix(text) ?? inAddress(before(text, '/'));
}

/** What is wrong with the whole, whatever the address in it looks like. */
function aroundAddress(text: string): Malformation | undefined {
  if (text.trim() === '') return 'empty';
  if (isNetwork(text.replace(/\s+/g, ''))) return 'blanks';
  if (URL_SCHEME.test(text)) return 'url';
  if (isRange(text)) return 'range';
  if (isList(text)) return 'separator';
  if (text.includes('*')) return 'wildcard';
  if (BRACKETED_PORT.test(text) || hasPort(text)) return 'port';
  if (text.includes('[') || text.includes(']')) return 'brackets';
  if (isNetwork(before(text, '%'))) return 'zone';
  return undefined;
}

function isRange(text: string): boolean {
  const start = before(text, '-');
  return isNetwork(start.trim()) && RANGE_END.test(text.slice(start.length + 1).trim());
}

function isList(text: string): boolean {
  return text.split(/[\s,;]+/).some(isNetwork);
}

function hasPort(text: string): boolean {
  const [address = '', port = '', ...more] = text.split(':');
  return more.length === 0 && isNetwork(address) && /^\d+$/.test(port);
}

/** What is wrong after the `/`, if what is before it is an address. */
function inPrefix(text: string): Malformation | undefined {
  const address = before(text, '/');
  if (!isNetwork(address)) return undefined;
  const prefix = text.slice(address.length + 1);
  if (/^[1-9]\d*$/.test(prefix)) return 'prefix-out-of-bounds';
  return readNetwork(prefix)?.family === 4 ? 'netmask' : 'prefix-malformed';
}

function inAddress(address: string): Malformation {
  if (IPV6_LIKE.test(address)) return inIpv6(address);
  const parts = address.split('.');
  if (parts.every((part) => NUMBERS.test(part))) return inIpv4(parts);
  return HOST_NAME.test(address) ? 'host-name' : 'not-an-address';
}

function inIpv4(parts: readonly string[]): Malformation {
  if (parts.some((part) => /^0x/i.test(part))) return 'hexadecimal';
  if (parts.length !== 4) return parts.length < 4 ? 'too-few-parts' : 'too-many-parts';
  return parts.some((part) => /^0\d/.test(part)) ? 'leading-zeros' : 'part-out-of-bounds';
}

function inIpv6(address: string): Malformation {
  const groups = address.split(':');
  const last = groups.at(-1) ?? '';
  if (last.includes('.')) {
    const quad = last.split('.');
    return quad.every((part) => NUMBERS.test(part)) && !isNetwork(last) ? inIpv4(quad) : 'not-an-address';
  }
  return groups.length > 8 && groups.every((group) => GROUP.test(group)) ? 'too-many-parts' : 'not-an-address';
}

function isNetwork(text: string): boolean {
  return readNetwork(text) !== undefined;
}

/** The text up to the first `mark`, all of it without one. */
function before(text: string, mark: string): string {
  const end = text.indexOf(mark);
  return end < 0 ? text : text.slice(0, end);
}
