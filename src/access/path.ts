import { Automaton, type Language, NO_SLASH, NO_SLASHES } from './automaton.ts';

/**
 * Of a path as it is configured: characters, `{parameter}`, and `${unknown}` parts. A segment that may turn out to be a
 * parameter, `{${Name}}`, is one part.
 */
export function pathTokens(path: string): readonly string[] {
  const segments = path.match(/(?:\$\{[^{}]*\}|[^/])+|\//g) ?? [];
  return segments.flatMap((segment) =>
    isOpen(segment) && /^\$?\{/.test(segment)
      ? [segment]
      : segment.split(/(\$?\{[^{}]*\})/).flatMap((part) => (/^\$?\{.*\}$/.test(part) ? [part] : [...part])),
  );
}

/** Whether a path, or a part of one, is not known. */
export function isOpen(path: string): boolean {
  return path.includes('${');
}

/** A parameter is not empty; a greedy one takes slashes too. What is not known may be anything. */
export function tokenLanguage(token: string): Language {
  if (token.length === 1) return [token];
  if (isOpen(token)) return ['*'];
  return token.endsWith('+}') ? ['?', '*'] : [NO_SLASH, NO_SLASHES];
}

/** Whether a route with the one path takes a call to the other. */
export function takesPath(route: string, path: string): boolean {
  return new Automaton(pathTokens(route).flatMap(tokenLanguage)).accepts(path);
}
