import { describe, expect, test } from 'vitest';
import { listing, placedEntries } from './support.ts';

/** What stands behind `aws:SourceIp:`, the sections before it, and the entries that the program reads there. */
type Row = readonly [name: string, sources: string, head: string, entries: readonly string[]];

const check = (_: string, sources: string, head: string, entries: readonly string[]): void => {
  expect(placedEntries(listing(sources, head))).toEqual(entries);
};

const parameters = (text: string): string => `Parameters:\n${text}`;
const SOURCE = parameters("  «Source»: { Type: String, Default: '«8.8.8.0/24»' }");
const OPEN = parameters('  «Source»: { Type: String }');
const LIST = parameters("  Sources: { Type: CommaDelimitedList, Default: '«8.8.8.0/24», «9.9.9.9»' }");
const OPEN_LIST = parameters('  «Sources»: { Type: CommaDelimitedList }');

describe('Ref', () => {
  test.each<Row>([
    ['a parameter, by its default', '⟨!Ref Source⟩', SOURCE, ['8.8.8.0/24 «2» ⟨1⟩']],
    ['in its long form', '⟨{ Ref: Source }⟩', SOURCE, ['8.8.8.0/24 «2» ⟨1⟩']],
    ['in a block', '\n  ⟨Ref: Source⟩', SOURCE, ['8.8.8.0/24 «2» ⟨1⟩']],
    ['among others', '[«1.1.1.1», ⟨!Ref Source⟩]', SOURCE, ['1.1.1.1 «3»', '8.8.8.0/24 «2» ⟨1⟩']],
    ['without a default', '[⟨!Ref Source⟩]', OPEN, ['${Source} (parameter Source has no default) «1» ⟨1⟩']],
    ['a list', '⟨!Ref Sources⟩', LIST, ['8.8.8.0/24 «1» ⟨1⟩', '9.9.9.9 «2» ⟨1⟩']],
    ['a list without a default', '⟨!Ref Sources⟩', OPEN_LIST, ['… (parameter Sources has no default) «1» ⟨1⟩']],
    ['an unknown name', '[«!Ref Nobody»]', '', ['${Nobody} (Nobody is neither a parameter nor a resource of this template) «1»']],
    ['a pseudo parameter', '[«!Ref AWS::Region»]', '', ['${AWS::Region} (AWS::Region is known at deployment only) «1» ⟨1⟩']],
    ['a resource', '[«!Ref Api»]', '', ['${Api} (the id of Api is known at deployment only) «1»']],
    ['nothing', '[1.1.1.1, !Ref AWS::NoValue]', '', ['1.1.1.1 «14:34-14:41']],
    ['what is no name', '[«!Ref [a, b]»]', '', ['${Ref t.yml:386} (Ref is not written as CloudFormation takes it) «1»']],
  ])('%s', check);
});
