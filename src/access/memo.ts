/** What is worked out once for the same arguments: they are the key, so nothing that the answer depends on can be left out of it. */
export function memo<Owner extends object, Rest extends readonly unknown[], T>(
  work: (owner: Owner, ...rest: Rest) => T,
): (owner: Owner, ...rest: Rest) => T {
  const owners = new WeakMap<Owner, Known<T>>();
  return (owner, ...rest) => {
    let known: Known<T> = owners.get(owner) ?? {};
    owners.set(owner, known);
    for (const argument of rest) {
      known.next ??= new Map();
      const next = known.next.get(argument) ?? {};
      known.next.set(argument, next);
      known = next;
    }
    known.answer ??= { value: work(owner, ...rest) };
    return known.answer.value;
  };
}

/** What is known behind the arguments so far. */
interface Known<T> {
  answer?: { readonly value: T };
  next?: Map<unknown, Known<T>>;
}
