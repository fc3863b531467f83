import type { JsonObject } from '../template/snapshot/shape.ts';

/**
 * A policy as API Gateway gives it: JSON, escaped once more as if it were to stand between quotes; a string that is no JSON
 * stays as it is. Undefined where there is none.
 * https://docs.aws.amazon.com/apigateway/latest/api/API_RestApi.html
 */
export function decodePolicy(text: string | undefined): JsonObject | string | undefined {
  if (!text) return undefined;
  return objectIn(text) ?? objectIn(unescaped(text)) ?? text;
}

function objectIn(text: string | undefined): JsonObject | undefined {
  const value = text === undefined ? undefined : parsed(text);
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
}

function unescaped(text: string): string | undefined {
  const value = parsed(text.startsWith('"') ? text : `"${text}"`);
  return typeof value === 'string' ? value : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
