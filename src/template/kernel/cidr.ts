import ipaddr from 'ipaddr.js';

/** What `Fn::Cidr` makes: `count` blocks with `bits` host bits each, from the start of `block`; nothing where it cannot. */
export function cidrs(block: string, count: number, bits: number): readonly string[] | undefined {
  if (!/^[0-9a-fA-F.:]+\/\d{1,3}$/.test(block) || !Number.isInteger(count) || count < 1 || count > 256)
    return undefined;
  if (!ipaddr.isValidCIDR(block)) return undefined;
  const [address, prefix] = ipaddr.parseCIDR(block);
  const bytes = address.toByteArray();
  const width = bytes.length * 8;
  if (!Number.isInteger(bits) || bits < 1 || bits > width - prefix) return undefined;
  if (2 ** (width - prefix - bits) < count) return undefined;
  const size = 1n << BigInt(bits);
  const whole = bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  const base = (whole >> BigInt(width - prefix)) << BigInt(width - prefix);
  return Array.from({ length: count }, (_, i) => `${print(base + BigInt(i) * size, bytes.length)}/${width - bits}`);
}

function print(value: bigint, length: number): string {
  const bytes = Array.from({ length }, (_, i) => Number((value >> BigInt((length - 1 - i) * 8)) & 255n));
  return ipaddr.fromByteArray(bytes).toString();
}
