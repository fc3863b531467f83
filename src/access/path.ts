import { Automaton, type Language, NO_SLASH, NO_SLASHES } from './automaton.ts';

/** Of a path as it is configured: characters, `{parameter}`, and `${unknown}` parts. */
export function pathTokens(path: string): readonly string[] {
  return path.split(/(\$?\{[^{}]*\})/).flatMap((part) => (/^\$?\{.*\}$/.test(part) ? [part] : [...part]));
}

/** A parameter is not empty; a greedy one takes slashes too, and so may what is not known. */
export function tokenLanguage(token: string): Language {
  if (token.length === 1) return [token];
  return token.endsWith('+}') || token.startsWith('$') ? ['?', '*'] : [NO_SLASH, NO_SLASHES];
}

/** Whether a route with the one path takes a call to the other. */
export function takesPath(route: string, path: string): boolean {
  return new Automaton(pathTokens(route).flatMap(tokenLanguage)).accepts(path);
}
