/** xorshift: numbers below a limit, that look random and are the same each time. */
export function generator(seed = 0x9e3779b9) {
  let state = seed;
  return (limit) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % limit;
  };
}
