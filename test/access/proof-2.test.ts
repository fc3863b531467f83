import { test } from 'vitest';
import { prove } from './proof.ts';

test('who gets in is whom the evaluation of single requests lets in', prove, 3_600_000);
